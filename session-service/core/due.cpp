#include "session-service/core/due.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {
namespace {

/// A backward difference smaller than this is not treated as a clock that was set back.
constexpr Duration kSetBackMin = std::chrono::seconds(1);

/// A row's `clock_reached` may be this much less than its session's. So the sweep's threshold is
/// lower than kSetBackMin by as much; the other half of kSetBackMin covers sessions that are
/// committed while the sweep runs.
constexpr Duration kReachedLag = kSetBackMin / 2;

Duration longest_ask_of_saga(const Session& session, const RetryState& retry, const Rules& rules) {
    if (!knows_table(session, rules.tables)) return rules.limits.resend_slow;
    const bool bank_is_awaited = waits_for_bank(session) && retry.tries < rules.limits.tries_max;
    if (bank_is_awaited) return rules.limits.resend_max;
    return full_pause(retry.tries, longest_pause_of_saga(session, rules.limits), rules.limits);
}

/// How often the pending step was asked; of a group, the one of it that was asked least.
int tries_of_step(const Session& session) {
    if (session.saga->retry.next_attempt_at) return session.saga->retry.tries;
    int tries = std::numeric_limits<int>::max();
    for (const auto& hold : session.holds) {
        if (pending_request(session, hold) == Command::confirm)
            tries = std::min(tries, hold.retry.tries);
    }
    return tries;
}

/// How long the pending step may last from now on, at most.
Duration longest_step(const Session& session, const Limits& limits) {
    return waits_for_bank(session) ? limits.charge_time + limits.step_time : limits.step_time;
}

enum class Wait { deadline, request };

/// Calls `see(time, longest, what)` for each time that the session waits for: `longest` is how far
/// ahead of the clock it is ever set.
template <class AnySession, class See>
void each_time(AnySession& session, const Rules& rules, See see) {
    const auto& limits = rules.limits;
    auto& timeout = session.timeout;
    const bool over =
        timeout.state == TimeoutState::fired || timeout.state == TimeoutState::cancelled;
    if (!over) {
        see(timeout.idle_until, limits.idle_time, Wait::deadline);
        see(timeout.expires_at, limits.hold_time, Wait::deadline);
        see(timeout.pause_until, limits.pause_time, Wait::deadline);
    }
    for (auto& hold : session.holds) {
        const auto pending = pending_request(session, hold);
        see(hold.retry.next_attempt_at,
            pending && is_of_saga(*pending)
                ? longest_ask_of_saga(session, hold.retry, rules)
                : full_pause(hold.retry.tries, limits.resend_max, limits),
            Wait::request);
    }
    for (auto& subscription : session.subscriptions) {
        see(subscription.retry.next_attempt_at,
            full_pause(subscription.retry.tries, limits.resend_max, limits), Wait::request);
    }
    if (!session.saga) return;
    auto& saga = *session.saga;
    see(saga.retry.next_attempt_at, longest_ask_of_saga(session, saga.retry, rules), Wait::request);
    see(saga.deadline,
        knows_table(session, rules.tables) ? longest_step(session, limits) : limits.resend_slow,
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

Duration longest_pause_of_saga(const Session& session, const Limits& limits) {
    const bool soon = session.saga && session.saga->deadline && !waits_for_bank(session);
    return soon ? limits.resend_step_max : limits.resend_max;
}

Instant clock_reached(const Session& session, const Rules& rules) {
    auto reached = Instant::min();
    each_time(session, rules, [&](const std::optional<Instant>& at, Duration longest, Wait) {
        if (at) reached = std::max(reached, *at - longest);
    });
    return reached;
}

Instant clock_was_set_back_from(Instant now) {
    return now + kSetBackMin;
}

Instant sweep_looks_behind(Instant now) {
    return clock_was_set_back_from(now) - kReachedLag;
}

SweepTimes sweep_times(const Session& session, const SweepTimes& stored, Instant now,
                       const Rules& rules) {
    const auto due = due_at(session, rules);
    const auto reached = clock_reached(session, rules);
    SweepTimes times;
    if (due != Instant::max()) {
        const bool early = stored.due_at && *stored.due_at > now && *stored.due_at <= due;
        times.due_at = early ? *stored.due_at : due;
    }
    if (reached != Instant::min()) {
        const bool near = stored.clock_reached &&
                          *stored.clock_reached <= sweep_looks_behind(now) &&
                          *stored.clock_reached >= reached - kReachedLag;
        times.clock_reached = near ? *stored.clock_reached : reached;
    }
    return times;
}

void follow_clock_back(Session& session, Instant now, const Rules& rules) {
    each_time(session, rules, [&](std::optional<Instant>& at, Duration longest, Wait what) {
        if (!at || *at - longest <= clock_was_set_back_from(now)) return;
        at = what == Wait::request ? now : now + longest;
    });
}

int asks_before_silence(const Limits& limits) {
    const auto room = limits.step_time / std::max(limits.resend_step_max, Duration(1));
    return static_cast<int>(std::clamp<std::int64_t>(room - 2, 1, limits.tries_max));
}

std::optional<Instant> silent_at(const Session& session, const Rules& rules) {
    if (!can_be_given_up(session)) return std::nullopt;
    const bool asked_enough = tries_of_step(session) >= asks_before_silence(rules.limits);
    const bool silent = asked_enough || !knows_table(session, rules.tables);
    return silent ? session.saga->deadline : std::nullopt;
}

Instant due_at(const Session& session, const Rules& rules) {
    auto due = Instant::max();
    const auto consider = [&](const std::optional<Instant>& at) {
        if (at) due = std::min(due, *at);
    };
    if (session.timeout.state == TimeoutState::idle) consider(session.timeout.idle_until);
    if (session.timeout.state == TimeoutState::running) consider(session.timeout.expires_at);
    if (session.timeout.state == TimeoutState::paused) consider(session.timeout.pause_until);
    for (const auto& hold : session.holds)
        consider(hold.retry.next_attempt_at);
    for (const auto& subscription : session.subscriptions)
        consider(subscription.retry.next_attempt_at);
    if (session.saga) consider(session.saga->retry.next_attempt_at);
    consider(silent_at(session, rules));
    return due;
}

}  // namespace viaja::session
