// What operators may do to a session. No command jumps to an end: it gives up what may be given up,
// or asks again what must be answered. A late answer and an operator's command are decided on the
// same row, so that the second of the two changes nothing.

#include <algorithm>
#include <utility>
#include <vector>

#include "session-service/core/cancellation.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/core/saga_end.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

namespace {

/// Everything that is sold, for all of its price: an operator goes by no terms.
std::vector<Cancellation::Part> all_of_it(const Session& session) {
    std::vector<Cancellation::Part> parts;
    for (const auto& hold : session.holds) {
        if (hold.state == HoldState::confirmed) parts.push_back({hold.id, hold.price.amount});
    }
    return parts;
}

}  // namespace

Outcome decide(Session& session, const RetryNow&, Instant now, const Rules& rules) {
    auto outcome = pass_time(session, now, rules);
    DecisionContext context{session, now, rules, outcome.entries};
    context.record("operator.asked_again");
    retry_now(session, now);
    return outcome;
}

Outcome decide(Session& session, const ForceCancel& input, Instant now, const Rules& rules) {
    auto outcome = pass_time(session, now, rules);
    DecisionContext context{session, now, rules, outcome.entries};
    if (session.saga && !knows_table(session, rules.tables)) {
        return refused(
            std::move(outcome),
            {Code::invalid_state, "The saga follows the step table " + session.saga->table +
                                      ", which this program does not know."});
    }
    if (input.in_state && *input.in_state != session.state) {
        return refused(
            std::move(outcome),
            {Code::invalid_state, "The session is " + std::string(name_of(session.state)) +
                                      " by now; nothing was given up."});
    }
    if (is_at_pivot(session, rules.tables)) {
        return refused(std::move(outcome),
                       {Code::capture_pending,
                        "The money is being captured; nothing may be undone before that is "
                        "answered."});
    }
    if (can_be_given_up(session)) {
        context.record("operator.cancelled");
        give_up_step(context, "operator");
        return outcome;
    }
    if (session.state == SessionState::paying || session.state == SessionState::cancelling) {
        context.record("operator.asked_again");
        retry_now(session, now);
        return outcome;
    }
    if (session.state == SessionState::confirmed) {  // also when the trip has begun
        const auto parts = all_of_it(session);
        // They tell what is on its way back from what its traveller got before.
        if (session.cancellation) session.cancellation->parts = parts;
        give_back(context, parts);
        context.record("operator.cancelled");
        return outcome;
    }
    if (session.state == SessionState::cancelled) return outcome;
    if (auto why = why_not_cancel(session, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    cancel_unpaid(context);
    context.record("operator.cancelled");
    return outcome;
}

Outcome decide(Session& session, const WriteOff& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    auto* hold = find_hold(session, input.id);
    if (!hold)
        return refused(std::move(outcome), {Code::not_found, "This session has no such hold."});
    if (hold->state != HoldState::releasing) {
        return refused(
            std::move(outcome),
            {Code::invalid_state, "The hold is " + std::string(name_of(hold->state)) +
                                      "; only one that is releasing can be written off."});
    }
    if (!hold->written_off.empty()) return outcome;
    hold->written_off = input.reason;
    hold->retry.tries = std::max(hold->retry.tries, rules.limits.tries_max);
    context.record("operator.wrote_off", hold->id, input.reason);
    finish_cancellation_if_over(context);
    return outcome;
}

}  // namespace viaja::session
