// When a trip wants to be looked at again, and what becomes of its times when the clock that they
// were written by is set back: what is asked for again is due, and a deadline is at most as far
// ahead as it is ever set.

#include <algorithm>
#include <cstdint>

#include "session-service/core/saga.hpp"

namespace viaja::session {
namespace {

/// A clock that falls back by less is none that was set: times are left as they are.
constexpr Duration kStepMin = std::chrono::seconds(1);

Duration longest_ask_of_saga(const Trip& trip, const Asking& asking, const Limits& limits) {
    if (!knows_table(trip, limits)) return limits.resend_slow;
    return full_pause(asking.tries, longest_pause_of_saga(trip, limits), limits);
}

enum class Wait { deadline, request };

/// Calls `see(time, longest, what)` for each time that the trip waits for: `longest` is how far
/// ahead of the clock it is ever set.
template <class AnyTrip, class See>
void each_time(AnyTrip& trip, const Limits& limits, See see) {
    auto& timeout = trip.timeout;
    const bool over =
        timeout.state == TimeoutState::fired || timeout.state == TimeoutState::cancelled;
    if (!over) {
        see(timeout.idle_until, limits.idle_time, Wait::deadline);
        see(timeout.expires_at, limits.hold_time, Wait::deadline);
        see(timeout.pause_until, limits.pause_time, Wait::deadline);
    }
    for (auto& hold : trip.holds) {
        const bool of_saga = pending_request(hold) == Command::unconfirm;
        see(hold.asking.next_attempt_at,
            of_saga ? longest_ask_of_saga(trip, hold.asking, limits)
                    : full_pause(hold.asking.tries, limits.resend_max, limits),
            Wait::request);
    }
    for (auto& notice : trip.notices) {
        see(notice.asking.next_attempt_at,
            full_pause(notice.asking.tries, limits.resend_max, limits), Wait::request);
    }
    if (!trip.saga) return;
    auto& saga = *trip.saga;
    see(saga.asking.next_attempt_at, longest_ask_of_saga(trip, saga.asking, limits), Wait::request);
    see(saga.deadline, knows_table(trip, limits) ? limits.step_time : limits.resend_slow,
        Wait::deadline);
}

}  // namespace

Duration full_pause(int tries, Duration longest, const Limits& limits) {
    if (tries >= limits.tries_max) return limits.resend_slow;
    Duration pause = limits.resend_first;
    for (int i = 1; i < tries && pause < longest; ++i)
        pause *= 2;
    return std::min(pause, longest);
}

Duration longest_pause_of_saga(const Trip& trip, const Limits& limits) {
    return trip.saga && trip.saga->deadline ? limits.resend_step_max : limits.resend_max;
}

Instant clock_reached(const Trip& trip, const Limits& limits) {
    auto reached = Instant::min();
    each_time(trip, limits, [&](const std::optional<Instant>& at, Duration longest, Wait) {
        if (at) reached = std::max(reached, *at - longest);
    });
    return reached;
}

Instant clock_was_set_back_from(Instant now) {
    return now + kStepMin;
}

void follow_clock_back(Trip& trip, Instant now, const Limits& limits) {
    each_time(trip, limits, [&](std::optional<Instant>& at, Duration longest, Wait what) {
        if (!at || *at - longest <= clock_was_set_back_from(now)) return;
        at = what == Wait::request ? now : now + longest;
    });
}

int asks_before_silence(const Limits& limits) {
    const auto room = limits.step_time / std::max(limits.resend_step_max, Duration(1));
    return static_cast<int>(std::clamp<std::int64_t>(room - 2, 1, limits.tries_max));
}

std::optional<Instant> silent_at(const Trip& trip, const Limits& limits) {
    if (!can_be_given_up(trip)) return std::nullopt;
    const auto& saga = *trip.saga;
    const bool asked_enough = saga.asking.tries >= asks_before_silence(limits);
    return asked_enough || !knows_table(trip, limits) ? saga.deadline : std::nullopt;
}

Instant due_at(const Trip& trip, const Limits& limits) {
    auto due = Instant::max();
    const auto consider = [&](const std::optional<Instant>& at) {
        if (at) due = std::min(due, *at);
    };
    if (trip.timeout.state == TimeoutState::idle) consider(trip.timeout.idle_until);
    if (trip.timeout.state == TimeoutState::running) consider(trip.timeout.expires_at);
    if (trip.timeout.state == TimeoutState::paused) consider(trip.timeout.pause_until);
    for (const auto& hold : trip.holds)
        consider(hold.asking.next_attempt_at);
    for (const auto& notice : trip.notices)
        consider(notice.asking.next_attempt_at);
    if (trip.saga) consider(trip.saga->asking.next_attempt_at);
    consider(silent_at(trip, limits));
    return due;
}

}  // namespace viaja::session
