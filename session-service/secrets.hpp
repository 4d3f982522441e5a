#pragma once
// Tokens of travellers and hashes of what is compared but not kept. Any thread.

#include <string>
#include <string_view>

#include "common/ports/clock.hpp"

namespace viaja::session {

/// 256 random bits in 43 characters of base64url. Given to the traveller once.
std::string new_token(Random& random);

/// SHA-256 in 64 hexadecimal digits: what is stored of a token and of a request's body.
std::string hash_of(std::string_view text);

}  // namespace viaja::session
