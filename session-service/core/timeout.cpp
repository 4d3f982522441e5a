#include "session-service/core/timeout.hpp"

#include "session-service/core/due.hpp"
#include "session-service/core/hold_list.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

TimeoutState state_at(const Timeout& timeout, Instant now) {
    const auto past = [&](const std::optional<Instant>& at) { return at && now >= *at; };
    switch (timeout.state) {
        case TimeoutState::idle:
            return past(timeout.idle_until) ? TimeoutState::fired : TimeoutState::idle;
        case TimeoutState::paused:
            if (!past(timeout.pause_until)) return TimeoutState::paused;
            [[fallthrough]];
        case TimeoutState::running:
            return past(timeout.expires_at) ? TimeoutState::fired : TimeoutState::running;
        default:
            return timeout.state;
    }
}

void apply_elapsed_time(DecisionContext& context) {
    follow_clock_back(context.session, context.now, context.rules);
    const auto present = context.session.timeout.state;
    const auto next = state_at(context.session.timeout, context.now);
    if (next == present) return settle_lists(context);
    if (next == TimeoutState::fired) {
        fire(context);
    } else {
        resume(context);
        settle_lists(context);
    }
}

void start_timeout(DecisionContext& context) {
    auto& timeout = context.session.timeout;
    if (timeout.state != TimeoutState::idle) return;
    timeout.state = TimeoutState::running;
    timeout.idle_until.reset();
    timeout.expires_at = context.now + context.rules.limits.hold_time;
    context.record("timeout.running");
}

void fire(DecisionContext& context) {
    auto& session = context.session;
    session.state = SessionState::expired;
    session.timeout.state = TimeoutState::fired;
    session.timeout.idle_until.reset();
    session.timeout.pause_until.reset();
    context.record("session.expired");
    release_all(context, Command::expire);
    for (auto& subscription : session.subscriptions) {
        if (subscription.state == SubscriptionState::scheduled)
            start_sending(subscription, context.now);
    }
}

void resume(DecisionContext& context) {
    auto& timeout = context.session.timeout;
    timeout.pause_until.reset();
    if (!timeout.expires_at) timeout.expires_at = context.now + context.rules.limits.hold_time;
    if (context.now >= *timeout.expires_at) {
        fire(context);
    } else {
        timeout.state = TimeoutState::running;
        context.record("timeout.running");
    }
}

void start_sending(TimeoutSubscription& subscription, Instant now) {
    subscription.state = SubscriptionState::sending;
    subscription.retry = RetryState{0, now, now};
}

void end_subscriptions(DecisionContext& context) {
    for (auto& subscription : context.session.subscriptions) {
        if (subscription.state == SubscriptionState::scheduled)
            subscription.state = SubscriptionState::ended;
    }
}

}  // namespace viaja::session
