// What may happen to a session, and who may do it. Read beside saga.cpp, which pays and undoes.

#include "session-service/core/trip.hpp"

#include <algorithm>
#include <utility>

#include "session-service/core/saga.hpp"

namespace viaja::session {
namespace {

Outcome refused(Code code, std::string detail) {
    Outcome outcome;
    outcome.code = code;
    outcome.detail = std::move(detail);
    return outcome;
}

void release_all(Deciding& deciding, Command how) {
    for (auto& hold : deciding.trip.holds) {
        if (may_be_released(hold)) release(deciding, hold, how);
    }
}

/// The clock runs again with the deadline that it had, or fires at once if that is past.
void resume(Deciding& deciding) {
    auto& timeout = deciding.trip.timeout;
    timeout.pause_until.reset();
    if (!timeout.expires_at) timeout.expires_at = deciding.now + deciding.limits.hold_time;
    if (deciding.now >= *timeout.expires_at) {
        fire(deciding);
    } else {
        timeout.state = TimeoutState::running;
        deciding.tell("timeout.running");
    }
}

/// What time alone does to the timeout. Firing and pausing are decided on the same row with the
/// same clock, so that at every instant exactly one of them is valid.
void pass_timeout(Deciding& deciding) {
    follow_clock_back(deciding.trip, deciding.now, deciding.limits);
    const auto& timeout = deciding.trip.timeout;
    const auto past = [&](const std::optional<Instant>& at) { return at && deciding.now >= *at; };
    if (timeout.state == TimeoutState::idle && past(timeout.idle_until)) fire(deciding);
    if (timeout.state == TimeoutState::running && past(timeout.expires_at)) fire(deciding);
    if (timeout.state == TimeoutState::paused && past(timeout.pause_until)) resume(deciding);
}

/// Why the traveller may not change the holds now; accepted if there is no reason.
Outcome may_change_holds(const Trip& trip) {
    if (trip.state == SessionState::expired) {
        return refused(Code::session_expired, "The time of this session is over.");
    }
    if (trip.state == SessionState::paying) {
        return refused(Code::payment_in_progress, "A payment is being made for this session.");
    }
    if (trip.state != SessionState::open) {
        return refused(Code::invalid_state, "The session is " + std::string(name_of(trip.state)) +
                                                "; this is possible only while it is open.");
    }
    if (trip.timeout.state == TimeoutState::paused) {
        return refused(Code::invalid_state, "The session's clock is paused; let it run first.");
    }
    return {};
}

/// A hold is swapped once: a second answer would find it gone and stand beside the first.
Outcome may_swap(const Trip& trip, const std::optional<HoldId>& old_id) {
    if (!old_id) return {};
    const auto* old = find_hold(trip, *old_id);
    if (!old) return refused(Code::not_found, "This session has no such hold.");
    if (old->state != HoldState::held && old->state != HoldState::lost) {
        return refused(Code::invalid_state, "The hold is " + std::string(name_of(old->state)) +
                                                "; only one that is held or lost can be swapped.");
    }
    if (is_being_swapped(trip, *old_id)) {
        return refused(Code::hold_pending, "The hold is being swapped already.");
    }
    return {};
}

void start_clock(Deciding& deciding) {
    auto& timeout = deciding.trip.timeout;
    if (timeout.state != TimeoutState::idle) return;
    timeout.state = TimeoutState::running;
    timeout.idle_until.reset();
    timeout.expires_at = deciding.now + deciding.limits.hold_time;
    deciding.tell("timeout.running");
}

Outcome may_pay(const Trip& trip) {
    if (auto why = may_change_holds(trip); why.code != Code::accepted) return why;
    if (!may_try_to_pay(trip)) {
        return refused(Code::invalid_state,
                       "This session has tried to pay " + std::to_string(trip.payments_max) +
                           " times, which is the most. Cancel it and open another one.");
    }
    const auto any = [&](HoldState state) {
        return std::ranges::any_of(trip.holds, [&](const Hold& h) { return h.state == state; });
    };
    if (any(HoldState::asked)) {
        return refused(Code::hold_pending, "A supplier has not answered yet.");
    }
    if (any(HoldState::lost)) {
        return refused(Code::hold_lost, "A hold was lost at its supplier; drop or swap it.");
    }
    if (!any(HoldState::held)) {
        return refused(Code::no_holds, "Nothing is held in this session.");
    }
    if (total(trip).amount > kAmountMax) {
        return refused(Code::invalid_state,
                       "The total of this session is more than can be paid at once; drop a hold.");
    }
    return {};
}

}  // namespace

Hold* find_hold(Trip& trip, const HoldId& id) {
    const auto found = std::ranges::find(trip.holds, id, &Hold::id);
    return found == trip.holds.end() ? nullptr : &*found;
}

std::optional<Command> pending_request(const Hold& hold) {
    if (!hold.asking.next_attempt_at) return std::nullopt;
    switch (hold.state) {
        case HoldState::asked:
            return Command::hold;
        case HoldState::releasing:
            return hold.release;
        default:
            return Command::unconfirm;
    }
}

bool may_be_released(const Hold& hold) {
    return hold.state == HoldState::asked || hold.state == HoldState::held ||
           hold.state == HoldState::lost || hold.state == HoldState::confirmed;
}

void release(Deciding& deciding, Hold& hold, Command how) {
    hold.state = HoldState::releasing;
    hold.release = how;
    hold.asking = Asking{0, deciding.now, deciding.now};
    deciding.tell("hold.releasing", hold.id, std::string(viaja::name_of(how)));
}

void fire(Deciding& deciding) {
    auto& trip = deciding.trip;
    trip.state = SessionState::expired;
    trip.timeout.state = TimeoutState::fired;
    trip.timeout.idle_until.reset();
    trip.timeout.pause_until.reset();
    deciding.tell("session.expired");
    release_all(deciding, Command::expire);
    send_notices(deciding);
}

void confirm_trip(Deciding& deciding) {
    auto& trip = deciding.trip;
    trip.saga.reset();
    trip.state = SessionState::confirmed;
    trip.timeout.state = TimeoutState::cancelled;
    for (auto& hold : trip.holds) {
        if (hold.attempt == trip.attempt) hold.state = HoldState::confirmed;
    }
    deciding.tell("session.confirmed");
    end_notices(deciding);
}

void reopen_or_fire(Deciding& deciding) {
    auto& trip = deciding.trip;
    deciding.tell("payment.failed", {}, std::string(name_of(trip.payments.back().failure)));
    trip.saga.reset();
    trip.state = SessionState::open;
    resume(deciding);
}

void finish_cancellation_if_over(Deciding& deciding) {
    auto& trip = deciding.trip;
    if (trip.state != SessionState::cancelling || trip.saga) return;
    const bool releasing = std::ranges::any_of(trip.holds, [](const Hold& hold) {
        return hold.state == HoldState::releasing && hold.written_off.empty();
    });
    if (releasing) return;
    trip.state = SessionState::cancelled;
    deciding.tell("session.cancelled");
}

void give_back(Deciding& deciding) {
    deciding.trip.state = SessionState::cancelling;
    start_saga(deciding, tables_of(deciding.limits).for_cancellations);
    deciding.tell("session.cancelling");
    release_all(deciding, Command::cancel);
}

Trip open_trip(SessionId id, std::string token_hash, Instant now, const Limits& limits) {
    Trip trip;
    trip.id = id;
    trip.token_hash = std::move(token_hash);
    trip.payments_max = limits.payments_max;
    trip.created_at = now;
    trip.timeout.idle_until = now + limits.idle_time;
    trip.version = 1;
    return trip;
}

Outcome decide(Trip& trip, const AskHold& input, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    pass_timeout(deciding);
    const auto may = may_change_holds(trip);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    if (const auto swap = may_swap(trip, input.replaces); swap.code != Code::accepted) {
        outcome.code = swap.code;
        outcome.detail = swap.detail;
        return outcome;
    }
    if (trip.holds.size() >= limits.holds_max) {
        outcome.code = Code::invalid_state;
        outcome.detail = "A session has at most " + std::to_string(limits.holds_max) +
                         " holds, those given up included.";
        return outcome;
    }
    start_clock(deciding);
    auto& hold = trip.holds.emplace_back();
    hold.id = input.id;
    hold.position = static_cast<int>(trip.holds.size());
    hold.request = input.request;
    hold.replaces = input.replaces;
    hold.asking = Asking{0, now, now};
    deciding.tell("hold.asked", hold.id);
    return outcome;
}

Outcome decide(Trip& trip, const DropHold& input, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    pass_timeout(deciding);
    auto* hold = find_hold(trip, input.id);
    if (!hold) {
        outcome.code = Code::not_found;
        outcome.detail = "This session has no such hold.";
        return outcome;
    }
    const auto may = may_change_holds(trip);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code == Code::accepted && may_be_released(*hold)) {
        release(deciding, *hold, Command::cancel);
    }
    return outcome;
}

Outcome decide(Trip& trip, const Pay& input, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    pass_timeout(deciding);
    const auto may = may_pay(trip);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    if (input.amount != total(trip)) {
        outcome.code = Code::amount_mismatch;
        outcome.detail = "The amount is not the total of what is held.";
        outcome.expected = total(trip);
        return outcome;
    }
    ++trip.attempt;
    auto& payment = trip.payments.emplace_back();
    payment.attempt = trip.attempt;
    payment.amount = input.amount;
    payment.method = input.method;
    payment.token = input.token;
    for (auto& hold : trip.holds) {
        if (hold.state == HoldState::held) hold.attempt = trip.attempt;
    }
    trip.state = SessionState::paying;
    trip.timeout.state = TimeoutState::paused;
    start_saga(deciding, tables_of(limits).for_payments);
    deciding.tell("payment.accepted");
    return outcome;
}

Outcome decide(Trip& trip, const Cancel&, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    pass_timeout(deciding);
    if (trip.state == SessionState::cancelled) return outcome;
    const auto may = may_change_holds(trip);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    trip.state = SessionState::cancelled;
    trip.timeout.state = TimeoutState::cancelled;
    trip.timeout.idle_until.reset();
    deciding.tell("session.cancelled");
    release_all(deciding, Command::cancel);
    end_notices(deciding);
    return outcome;
}

Outcome decide(Trip& trip, const CancelTrip&, Instant now, const Limits& limits) {
    if (trip.state == SessionState::cancelling) return {};
    if (trip.state != SessionState::confirmed) return decide(trip, Cancel{}, now, limits);
    if (now >= begins_at(trip)) {
        return refused(
            Code::invalid_state,
            "This trip has begun: a flight has departed, or the check-in day of a room "
            "is over. It cannot be cancelled any more; nothing was changed or refunded.");
    }
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    give_back(deciding);
    return outcome;
}

Outcome set_state(Trip& trip, SeedState target, Instant now, const Limits& limits,
                  SeedAnswer& answer) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    if (trip.state == SessionState::paying || trip.state == SessionState::cancelling) {
        answer = SeedAnswer::falhou;
        return outcome;
    }
    pass_timeout(deciding);
    const auto present = seed_state(trip);
    const bool runs = present == SeedState::correndo;
    const bool paused = present == SeedState::pausada;
    answer = SeedAnswer::ok;
    if (runs && target == SeedState::pausada) {
        trip.timeout.state = TimeoutState::paused;
        trip.timeout.idle_until.reset();
        trip.timeout.pause_until = now + limits.pause_time;
        deciding.tell("timeout.paused");
    } else if (paused && target == SeedState::correndo) {
        resume(deciding);
    } else if ((runs || paused) && target == SeedState::tempo_esgotado) {
        fire(deciding);
    } else if (runs && target == SeedState::cancelada) {
        const auto cancelled = decide(trip, Cancel{}, now, limits);
        outcome.entries.insert(outcome.entries.end(), cancelled.entries.begin(),
                               cancelled.entries.end());
    } else {
        answer = SeedAnswer::erro;
    }
    return outcome;
}

Outcome pass_time(Trip& trip, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    pass_timeout(deciding);
    if (const auto silent = silent_at(trip, limits); silent && now >= *silent) {
        if (!knows_table(trip, limits)) {
            // Whoever knows the table gives it up; giving up later is always safe.
            trip.saga->deadline = now + limits.resend_slow;
            return outcome;
        }
        deciding.tell("step.silent", trip.saga->hold);
        give_up_step(deciding, "no_answer");
    }
    return outcome;
}

void ask_now(Trip& trip, Instant now) {
    if (trip.saga && trip.saga->asking.next_attempt_at) trip.saga->asking.next_attempt_at = now;
    for (auto& hold : trip.holds) {
        if (hold.asking.next_attempt_at) hold.asking.next_attempt_at = now;
    }
    for (auto& notice : trip.notices) {
        if (notice.asking.next_attempt_at) notice.asking.next_attempt_at = now;
    }
}

}  // namespace viaja::session
