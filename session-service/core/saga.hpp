#pragma once
// Paying for a trip and undoing what was paid: a table of steps (step_tables.hpp), read top to
// bottom. For this core alone; pure.
//
// A step of the table is done once, or once for each hold, in the traveller's order or side by side
// as a group. Silence in a step undoes from that step, a refusal from the one before (C3): of a
// group that is all of it but the hold that was refused, answered or not. From the moment the pivot
// is committed as pending nothing is undone until it is answered (C4). The undos of a failed
// attempt are asked side by side, so that a participant that never answers keeps no other promise
// bound; the session leaves `paying` only when the last of them is answered (C6).
//
// The request of a step that belongs to no hold, and its undo, are the saga's own. A confirm of a
// group and its undo are pending at their hold (pending_request in queries.hpp).

#include <optional>
#include <string>
#include <string_view>

#include "session-service/core/decision_context.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

/// The first step of a table becomes pending.
void start_saga(DecisionContext& context, std::string_view table);
/// Begins the cancellation of a sold trip, or of a part of it: its holds are released, and what
/// comes back for them is refunded at once.
void give_back(DecisionContext& context, std::span<const Cancellation::Part> parts);
/// The pending request, a step or an undo, was answered with success; for a hold, or for the trip.
void step_done(DecisionContext& context, Hold* hold);
/// The pending step was refused, for a hold or for the trip: undo what was done besides.
void step_refused(DecisionContext& context, const Hold* hold, Code why, std::string reason);
/// Why a step is given up: it was not answered, its Pix was not paid in time, its traveller
/// stopped.
constexpr std::string_view kNoAnswer = "no_answer";
constexpr std::string_view kUnpaidInTime = "expired";
constexpr std::string_view kStopped = "stopped";
/// The code of a Pix has come: from now on the bank is waited for, until `pay_until`.
void begin_to_wait(DecisionContext& context, std::string code);
/// The pending step is given up without an answer, because of its deadline, by its traveller or by
/// an operator: undo from that step.
void give_up_step(DecisionContext& context, std::string reason);

}  // namespace viaja::session
