#pragma once
// What the end of a saga means for its session. For this core alone.

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

/// Every step was answered with yes: the trip is sold.
void confirm_session(DecisionContext& context);
/// A failed payment is undone: the session is open again, or expires if its time is over.
void reopen_or_fire(DecisionContext& context);
/// The session is cancelled once its money and all holds are given back.
void finish_cancellation_if_over(DecisionContext& context);

}  // namespace viaja::session
