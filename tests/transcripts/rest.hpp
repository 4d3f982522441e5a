#pragma once
// The quiet world: no part is silent any more, and everything that is pending gets its answer.

#include "tests/transcripts/world.hpp"

namespace viaja::story {

/// True while a part waits for an answer.
bool is_waiting(const World& world);

/// Delivers everything new, in the order written, until nothing new is left.
void settle(World& world);

/// All parts send again whatever is not answered yet.
void ask_everything_now(World& world);

/// Heals all parts, then asks and answers until nothing is pending; the clock stands still. False
/// if that does not end.
bool come_to_rest(World& world);

/// The same, and time goes on until nothing is due any more.
bool come_to_the_end(World& world);

}  // namespace viaja::story
