#pragma once
// Stories as text. A line of a story is one of
//
//   # words            for the reader
//   > command          what a person or a part does (below)
//     reaction         two spaces: what changed and what was written because of it
//   at rest: …         the last lines: the world once everything pending was answered, and
//   in the end: …      once nothing is due any more
//
// The traveller, and an operator that changes a session by hand:
//   > open · hold A1 flight · hold B1 room · swap A1 -> A2 · drop A1 · pay TOKEN [AMOUNT]
//   > list A1 flight B1 flight C1 room · list A2 flight C1 room instead of A1 B1
//   > cancel · cancel the trip · by hand PAUSADA
// The network (names as the reactions show them):
//   > deliver NAME           it arrives
//   > again NAME             it arrives, and it is not the first time
//   > lose NAME              it does not arrive; a copy may still be delivered later
//   > settle                 everything new arrives, in the order written, until it is quiet
// Time:
//   > clock +10s · clock +15us · clock +10min · clock to deadline · clock to deadline -1us
//   > tick                   all parts do what is due by the clock
//   > silence                the clock goes on to the end of the pending step, and the session sees
//   > wait 10min             time passes; what is due is done, what is written arrives
// The others:
//   > supplier A has 0 left · supplier A refuses confirm · supplier A agrees to confirm
//   > supplier A is silent | mute | well       (payment, gateway likewise)
//   > supplier B departs early            (before the flight of A has landed)
//   > payment restarts                 (and forgets the calls that no row shows)
//   > gateway refuses to undo · gateway agrees to undo     (it has promised to)
//   > supplier A expires A1 by hand
//   > supplier A schedules T1 for B      (or for payment, session, any address; the asker asks
//                                         again until answered)
// An operator:
//   > ask again now · force-cancel · write off A1
// And:
//   > a session has at most 3 schedules
//   > a session tries to pay 2 times     (before it is opened)
//   > state · what may the traveller do · timeline · table of changes by hand

#include <string>
#include <string_view>
#include <vector>

#include "tests/transcripts/invariants.hpp"
#include "tests/transcripts/world.hpp"

namespace viaja::story {

struct Told {
    std::string text;       ///< the story with the reactions as they are now
    Complaints complaints;  ///< what was wrong, with the line after which it was
};

/// Plays the comments and commands of `story`; whatever else it contains is written anew. Throws
/// std::invalid_argument for a command that it does not know.
Told play(std::string_view story);

/// The same for one command, on a world of the caller: the reaction's lines.
std::vector<std::string> play_line(World& world, std::string_view command);

}  // namespace viaja::story
