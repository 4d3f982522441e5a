#pragma once
// What must be true of a world (docs/saga.md): each function returns what is wrong, one sentence
// each; an empty list is good.

#include <string>
#include <vector>

#include "tests/transcripts/world.hpp"

namespace viaja::story {

using Complaints = std::vector<std::string>;

/// At every moment: I1 units add up, and I2/I3 money is taken only for a trip that is confirmed
/// everywhere and can no longer be undone.
Complaints wrong_now(const World& world);

/// While nothing is pending: I2 money, I3 all or nothing, nothing held for no session, and the
/// coordinator believes what the suppliers know.
Complaints wrong_at_rest(const World& world);

/// I8: every letter ever written arrives again, in both orders, and changes nothing.
Complaints wrong_after_old_letters(const World& world);

}  // namespace viaja::story
