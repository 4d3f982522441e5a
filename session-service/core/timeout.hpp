#pragma once
// The timeout of a session: what elapsed time does to it, and the services that subscribed to its
// firing. For this core alone.

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

/// The timeout's state once the time until `now` is applied to it.
TimeoutState state_at(const Timeout& timeout, Instant now);

/// Applies the time until now. Firing and pausing are decided on the same row with the same clock,
/// so that at every instant exactly one of them is valid.
void apply_elapsed_time(DecisionContext& context);
/// Starts an idle timeout; any other is left as it is.
void start_timeout(DecisionContext& context);
/// The session expires: its holds are released, its subscribers notified.
void fire(DecisionContext& context);
/// A paused timeout runs again with the deadline that it had, or fires if that is past.
void resume(DecisionContext& context);

/// The notice is sent until it is acknowledged.
void start_sending(TimeoutSubscription& subscription, Instant now);
/// The timeout was cancelled: no subscriber will be notified.
void end_subscriptions(DecisionContext& context);

}  // namespace viaja::session
