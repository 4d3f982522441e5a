#pragma once
// Holds that were asked in one list: all of them are held, or none. For this core alone; pure.
//
// Nothing of a list's state is stored beside its holds: it is undecided while one of them is asked,
// held when all are, and given up when one of them was refused. A hold that was asked alone is a
// list of one. docs/saga.md, "A hold list".

#include <span>

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

/// What `list` replaces is released once it is held. A new hold that wants the same as one of them
/// (a flight on a day, a room type, a section of an event, an other item) names it to their
/// supplier, which then counts both once (C10).
void mark_replaced(Session& session, int list, std::span<const HoldId> replaced);

/// Does what follows from the answer that the hold has got: the rest of its list is given up where
/// it was refused or cannot be reached from the flight before; what the list replaces is released
/// once all of it is held.
void settle_list(DecisionContext& context, const Hold& hold);

/// The same, but for connections, for every list of an open session: where a program that knows no
/// lists has taken an answer. Does nothing to a list that is settled.
void settle_lists(DecisionContext& context);

/// What is asked or held of the hold's list is released.
void give_up_list(DecisionContext& context, const Hold& hold);

}  // namespace viaja::session
