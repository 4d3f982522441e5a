#pragma once
// What the files of this core share while a decision is being made. Not for use outside of it.

#include <string>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

/// The decision under way: the trip, the time, and the history it writes.
struct DecisionContext {
    Session& session;
    Instant now;
    const Limits& limits;
    std::vector<Entry>& entries;

    void tell(std::string type, std::optional<HoldId> hold = {}, std::string detail = {});
};

/// Null where the trip has no such hold.
Hold* find_hold(Session& session, const HoldId& id);
/// True while a supplier may have something for this hold.
bool may_be_released(const Hold& hold);
/// Giving up even an unanswered hold is asking for its release until that is answered (C5, C9).
void release(DecisionContext& context, Hold& hold, Command how);

/// The pause after the request number `tries`, before chance shortens it.
Duration full_pause(int tries, Duration longest, const Limits& limits);

// What becomes of those who want to be told (notices.cpp).
void notify_subscribers(DecisionContext& context);
void end_subscriptions(DecisionContext& context);

// What the end of a saga means for the session (session.cpp).
void fire(DecisionContext& context);
void confirm_session(DecisionContext& context);
void reopen_or_fire(DecisionContext& context);
void finish_cancellation_if_over(DecisionContext& context);
/// A sold trip is given back, with its refund.
void give_back(DecisionContext& context);

}  // namespace viaja::session
