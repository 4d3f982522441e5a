#pragma once
// Paying for a trip and undoing what was paid: a table of steps (step_tables.hpp), read top to
// bottom. For this core alone; pure.
//
// A step of the table is done once, or once for each hold in the traveller's order. Silence in a
// step undoes from that step, a refusal from the one before (C3). From the moment the pivot is
// committed as pending nothing is undone until it is answered (C4). The undos of a failed attempt
// are asked side by side, so that a participant that never answers keeps no other promise bound;
// the session leaves `paying` only when the last of them is answered (C6).
//
// Going forward, and for the undo of a step that belongs to no hold, the pending request is the
// saga's own. The undo of a confirm is pending at its hold (pending_request in queries.hpp).

#include <optional>
#include <string>
#include <string_view>

#include "session-service/core/decision_context.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

/// The first step of a table becomes pending.
void start_saga(DecisionContext& context, std::string_view table);
/// Begins the cancellation of a sold trip: its money is refunded, its holds are released.
void give_back(DecisionContext& context);
/// The saga's pending request was answered with success.
void step_done(DecisionContext& context);
/// The undo of a hold's confirm, asked beside others, was answered.
void undo_done(DecisionContext& context, Hold& hold);
/// The pending step was refused: undo from the one before.
void step_refused(DecisionContext& context, Code why, std::string reason);
/// The pending step is given up without an answer, because of its deadline or by an operator: undo
/// from that step.
void give_up_step(DecisionContext& context, std::string reason);

}  // namespace viaja::session
