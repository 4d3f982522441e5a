#pragma once
// Tokens of travellers and hashes of what is compared but not kept. Any thread.

#include <optional>
#include <string>
#include <string_view>

#include "common/ports/clock.hpp"

namespace viaja::session {

/// 256 random bits in 43 characters of base64url. Given to the traveller once.
std::string new_token(Random& random);

/// A short secret for people, which lives for minutes: 8 letters and digits (40 bits), none of
/// which looks like another. Where there are shards two more name its own, for the entrance:
/// "AD" is 3. Shard 0 has none.
std::string new_code(Random& random, int shard);
/// The shard that a code names, as it is meant; nullopt for what is no code.
std::optional<int> shard_of_code(std::string_view code);
/// A code as it was typed, in capitals and without the blanks and hyphens in it.
std::string code_as_meant(std::string_view typed);

/// SHA-256 in 64 hexadecimal digits: what is stored of a token and of a request's body.
std::string hash_of(std::string_view text);

}  // namespace viaja::session
