// Subscriptions of services to a session's timeout. A notice is sent if the timeout fires and only
// then, again until it is acknowledged.

#include <algorithm>
#include <utility>

#include "common/contract/topology.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/core/timeout.hpp"

namespace viaja::session {
namespace {

TimeoutSubscription* find_subscription(Session& session, const Uuid& id) {
    const auto found = std::ranges::find(session.subscriptions, id, &TimeoutSubscription::id);
    return found == session.subscriptions.end() ? nullptr : &*found;
}

/// The reply about a subscription. It does not tell whether the notice was acknowledged: the
/// timeout has fired.
ScheduleReply answer_of(const Session& session, const TimeoutSubscription& subscription,
                        ScheduleReply reply) {
    if (subscription.state == SubscriptionState::ended) {
        reply.answer = ScheduleAnswer::ended;
        reply.state = name_of(session.state);
        return reply;
    }
    reply.answer = ScheduleAnswer::scheduled;
    const bool fired = subscription.state == SubscriptionState::sending;
    reply.state = fired ? "fired" : std::string(name_of(subscription.state));
    return reply;
}

/// Why a new subscription is refused; empty if it is accepted.
std::string refusal_of(const Session& session, const ScheduleTimeout& input, Instant now,
                       const Limits& limits) {
    if (!topology::is_service(input.notify)) return "unknown_address";
    if (input.deadline && is_surely_past(*input.deadline, now)) return "too_late";
    return session.subscriptions.size() >= limits.subscriptions_max ? "too_many" : "";
}

}  // namespace

Outcome schedule(Session& session, const ScheduleTimeout& input, Instant now, const Rules& rules,
                 ScheduleReply& reply) {
    auto outcome = pass_time(session, now, rules);
    DecisionContext context{session, now, rules, outcome.entries};
    reply = ScheduleReply{};
    reply.answer = ScheduleAnswer::refused;
    reply.id = input.id;
    reply.session_id = session.id;
    if (const auto* known = find_subscription(session, input.id)) {
        if (known->notify == input.notify) {
            reply = answer_of(session, *known, std::move(reply));
        } else {
            reply.reason = "id_reused";
        }
        return outcome;
    }
    if (session.timeout.state == TimeoutState::cancelled) {
        reply.answer = ScheduleAnswer::ended;
        reply.state = name_of(session.state);
        return outcome;
    }
    reply.reason = refusal_of(session, input, now, rules.limits);
    if (!reply.reason.empty()) return outcome;
    auto& subscription = session.subscriptions.emplace_back();
    subscription.id = input.id;
    subscription.notify = input.notify;
    context.record("timeout.scheduled", {}, input.notify);
    if (session.timeout.state == TimeoutState::fired) start_sending(subscription, now);
    reply = answer_of(session, subscription, std::move(reply));
    return outcome;
}

Outcome decide(Session& session, const TimeoutAcknowledged& input, Instant now,
               const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    auto* subscription = find_subscription(session, input.schedule);
    if (!subscription || subscription->state != SubscriptionState::sending) return outcome;
    subscription->state = SubscriptionState::acknowledged;
    subscription->retry = {};
    context.record("timeout.acknowledged", {}, subscription->notify);
    return outcome;
}

}  // namespace viaja::session
