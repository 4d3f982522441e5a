#pragma once
// What the end of a saga means for its session. For this core alone.

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

/// Every step was answered with yes: the trip is sold.
void confirm_session(DecisionContext& context);
/// A failed payment is undone: the session is open again, or expires if its time is over.
void reopen_or_fire(DecisionContext& context);
/// Once its money and its holds are given back the session is cancelled, or confirmed with what is
/// left of it.
void finish_cancellation_if_over(DecisionContext& context);

}  // namespace viaja::session
