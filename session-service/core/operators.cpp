// What operators may do to a session. None of it jumps to an end: it gives up what may be given up,
// or asks again what must be answered. A late answer and the operator meet on the row, and the
// loser changes nothing.

#include <algorithm>
#include <utility>

#include "session-service/core/saga.hpp"

namespace viaja::session {
namespace {

Outcome refused(Outcome outcome, Code code, std::string detail) {
    outcome.code = code;
    outcome.detail = std::move(detail);
    return outcome;
}

}  // namespace

Outcome decide(Trip& trip, const AskNow&, Instant now, const Limits& limits) {
    auto outcome = pass_time(trip, now, limits);
    Deciding deciding{trip, now, limits, outcome.entries};
    deciding.tell("operator.asked_again");
    ask_now(trip, now);
    return outcome;
}

Outcome decide(Trip& trip, const ForceCancel&, Instant now, const Limits& limits) {
    auto outcome = pass_time(trip, now, limits);
    Deciding deciding{trip, now, limits, outcome.entries};
    if (trip.saga && !knows_table(trip, limits)) {
        return refused(std::move(outcome), Code::invalid_state,
                       "The saga follows the step table " + trip.saga->table +
                           ", which this program does not know.");
    }
    if (is_at_pivot(trip, limits)) {
        return refused(std::move(outcome), Code::capture_pending,
                       "The money is being captured; nothing may be undone before that is "
                       "answered.");
    }
    if (can_be_given_up(trip)) {
        deciding.tell("operator.cancelled");
        give_up_step(deciding, "operator");
        return outcome;
    }
    if (trip.state == SessionState::paying || trip.state == SessionState::cancelling) {
        deciding.tell("operator.asked_again");
        ask_now(trip, now);
        return outcome;
    }
    if (trip.state == SessionState::confirmed) {  // also when the trip has begun
        give_back(deciding);
        deciding.tell("operator.cancelled");
        return outcome;
    }
    const auto before = trip.state;
    const auto cancelled = decide(trip, Cancel{}, now, limits);
    outcome.code = cancelled.code;
    outcome.detail = cancelled.detail;
    outcome.entries.insert(outcome.entries.end(), cancelled.entries.begin(),
                           cancelled.entries.end());
    if (trip.state != before) deciding.tell("operator.cancelled");
    return outcome;
}

Outcome decide(Trip& trip, const WriteOff& input, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    auto* hold = find_hold(trip, input.id);
    if (!hold)
        return refused(std::move(outcome), Code::not_found, "This session has no such hold.");
    if (hold->state != HoldState::releasing) {
        return refused(std::move(outcome), Code::invalid_state,
                       "The hold is " + std::string(name_of(hold->state)) +
                           "; only one that is releasing can be written off.");
    }
    if (!hold->written_off.empty()) return outcome;
    hold->written_off = input.reason;
    hold->asking.tries = std::max(hold->asking.tries, limits.tries_max);
    deciding.tell("operator.wrote_off", hold->id, input.reason);
    finish_cancellation_if_over(deciding);
    return outcome;
}

}  // namespace viaja::session
