// What may happen to a session, and who may do it. Read beside saga.cpp, which pays and undoes.

#include "session-service/core/session.hpp"

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

void release_all(DecisionContext& context, Command how) {
    for (auto& hold : context.session.holds) {
        if (may_be_released(hold)) release(context, hold, how);
    }
}

/// The clock runs again with the deadline that it had, or fires at once if that is past.
void resume(DecisionContext& context) {
    auto& timeout = context.session.timeout;
    timeout.pause_until.reset();
    if (!timeout.expires_at) timeout.expires_at = context.now + context.limits.hold_time;
    if (context.now >= *timeout.expires_at) {
        fire(context);
    } else {
        timeout.state = TimeoutState::running;
        context.tell("timeout.running");
    }
}

/// What time alone does to the timeout. Firing and pausing are decided on the same row with the
/// same clock, so that at every instant exactly one of them is valid.
void pass_timeout(DecisionContext& context) {
    follow_clock_back(context.session, context.now, context.limits);
    const auto& timeout = context.session.timeout;
    const auto past = [&](const std::optional<Instant>& at) { return at && context.now >= *at; };
    if (timeout.state == TimeoutState::idle && past(timeout.idle_until)) fire(context);
    if (timeout.state == TimeoutState::running && past(timeout.expires_at)) fire(context);
    if (timeout.state == TimeoutState::paused && past(timeout.pause_until)) resume(context);
}

/// Why the traveller may not change the holds now; accepted if there is no reason.
Outcome may_change_holds(const Session& session) {
    if (session.state == SessionState::expired) {
        return refused(Code::session_expired, "The time of this session is over.");
    }
    if (session.state == SessionState::paying) {
        return refused(Code::payment_in_progress, "A payment is being made for this session.");
    }
    if (session.state != SessionState::open) {
        return refused(Code::invalid_state, "The session is " +
                                                std::string(name_of(session.state)) +
                                                "; this is possible only while it is open.");
    }
    if (session.timeout.state == TimeoutState::paused) {
        return refused(Code::invalid_state, "The session's clock is paused; let it run first.");
    }
    return {};
}

/// A hold is swapped once: a second answer would find it gone and stand beside the first.
Outcome may_swap(const Session& session, const std::optional<HoldId>& old_id) {
    if (!old_id) return {};
    const auto* old = find_hold(session, *old_id);
    if (!old) return refused(Code::not_found, "This session has no such hold.");
    if (old->state != HoldState::held && old->state != HoldState::lost) {
        return refused(Code::invalid_state, "The hold is " + std::string(name_of(old->state)) +
                                                "; only one that is held or lost can be swapped.");
    }
    if (is_being_swapped(session, *old_id)) {
        return refused(Code::hold_pending, "The hold is being swapped already.");
    }
    return {};
}

void start_clock(DecisionContext& context) {
    auto& timeout = context.session.timeout;
    if (timeout.state != TimeoutState::idle) return;
    timeout.state = TimeoutState::running;
    timeout.idle_until.reset();
    timeout.expires_at = context.now + context.limits.hold_time;
    context.tell("timeout.running");
}

Outcome may_pay(const Session& session) {
    if (auto why = may_change_holds(session); why.code != Code::accepted) return why;
    if (!may_try_to_pay(session)) {
        return refused(Code::invalid_state,
                       "This session has tried to pay " + std::to_string(session.payments_max) +
                           " times, which is the most. Cancel it and open another one.");
    }
    const auto any = [&](HoldState state) {
        return std::ranges::any_of(session.holds, [&](const Hold& h) { return h.state == state; });
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
    if (total(session).amount > kAmountMax) {
        return refused(Code::invalid_state,
                       "The total of this session is more than can be paid at once; drop a hold.");
    }
    return {};
}

}  // namespace

Hold* find_hold(Session& session, const HoldId& id) {
    const auto found = std::ranges::find(session.holds, id, &Hold::id);
    return found == session.holds.end() ? nullptr : &*found;
}

std::optional<Command> pending_request(const Hold& hold) {
    if (!hold.retry.next_attempt_at) return std::nullopt;
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

void release(DecisionContext& context, Hold& hold, Command how) {
    hold.state = HoldState::releasing;
    hold.release = how;
    hold.retry = RetryState{0, context.now, context.now};
    context.tell("hold.releasing", hold.id, std::string(viaja::name_of(how)));
}

void fire(DecisionContext& context) {
    auto& session = context.session;
    session.state = SessionState::expired;
    session.timeout.state = TimeoutState::fired;
    session.timeout.idle_until.reset();
    session.timeout.pause_until.reset();
    context.tell("session.expired");
    release_all(context, Command::expire);
    notify_subscribers(context);
}

void confirm_session(DecisionContext& context) {
    auto& session = context.session;
    session.saga.reset();
    session.state = SessionState::confirmed;
    session.timeout.state = TimeoutState::cancelled;
    for (auto& hold : session.holds) {
        if (hold.attempt == session.attempt) hold.state = HoldState::confirmed;
    }
    context.tell("session.confirmed");
    end_subscriptions(context);
}

void reopen_or_fire(DecisionContext& context) {
    auto& session = context.session;
    context.tell("payment.failed", {}, std::string(name_of(session.payments.back().failure)));
    session.saga.reset();
    session.state = SessionState::open;
    resume(context);
}

void finish_cancellation_if_over(DecisionContext& context) {
    auto& session = context.session;
    if (session.state != SessionState::cancelling || session.saga) return;
    const bool releasing = std::ranges::any_of(session.holds, [](const Hold& hold) {
        return hold.state == HoldState::releasing && hold.written_off.empty();
    });
    if (releasing) return;
    session.state = SessionState::cancelled;
    context.tell("session.cancelled");
}

void give_back(DecisionContext& context) {
    context.session.state = SessionState::cancelling;
    start_saga(context, tables_of(context.limits).for_cancellations);
    context.tell("session.cancelling");
    release_all(context, Command::cancel);
}

Session open_session(SessionId id, std::string token_hash, Instant now, const Limits& limits) {
    Session session;
    session.id = id;
    session.token_hash = std::move(token_hash);
    session.payments_max = limits.payments_max;
    session.created_at = now;
    session.timeout.idle_until = now + limits.idle_time;
    session.version = 1;
    return session;
}

Outcome decide(Session& session, const AskHold& input, Instant now, const Limits& limits) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    pass_timeout(context);
    const auto may = may_change_holds(session);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    if (const auto swap = may_swap(session, input.replaces); swap.code != Code::accepted) {
        outcome.code = swap.code;
        outcome.detail = swap.detail;
        return outcome;
    }
    if (session.holds.size() >= limits.holds_max) {
        outcome.code = Code::invalid_state;
        outcome.detail = "A session has at most " + std::to_string(limits.holds_max) +
                         " holds, those given up included.";
        return outcome;
    }
    start_clock(context);
    auto& hold = session.holds.emplace_back();
    hold.id = input.id;
    hold.position = static_cast<int>(session.holds.size());
    hold.request = input.request;
    hold.replaces = input.replaces;
    hold.retry = RetryState{0, now, now};
    context.tell("hold.asked", hold.id);
    return outcome;
}

Outcome decide(Session& session, const DropHold& input, Instant now, const Limits& limits) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    pass_timeout(context);
    auto* hold = find_hold(session, input.id);
    if (!hold) {
        outcome.code = Code::not_found;
        outcome.detail = "This session has no such hold.";
        return outcome;
    }
    const auto may = may_change_holds(session);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code == Code::accepted && may_be_released(*hold)) {
        release(context, *hold, Command::cancel);
    }
    return outcome;
}

Outcome decide(Session& session, const Pay& input, Instant now, const Limits& limits) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    pass_timeout(context);
    const auto may = may_pay(session);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    if (input.amount != total(session)) {
        outcome.code = Code::amount_mismatch;
        outcome.detail = "The amount is not the total of what is held.";
        outcome.expected = total(session);
        return outcome;
    }
    ++session.attempt;
    auto& payment = session.payments.emplace_back();
    payment.attempt = session.attempt;
    payment.amount = input.amount;
    payment.method = input.method;
    payment.token = input.token;
    for (auto& hold : session.holds) {
        if (hold.state == HoldState::held) hold.attempt = session.attempt;
    }
    session.state = SessionState::paying;
    session.timeout.state = TimeoutState::paused;
    start_saga(context, tables_of(limits).for_payments);
    context.tell("payment.accepted");
    return outcome;
}

Outcome decide(Session& session, const Cancel&, Instant now, const Limits& limits) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    pass_timeout(context);
    if (session.state == SessionState::cancelled) return outcome;
    const auto may = may_change_holds(session);
    outcome.code = may.code;
    outcome.detail = may.detail;
    if (outcome.code != Code::accepted) return outcome;
    session.state = SessionState::cancelled;
    session.timeout.state = TimeoutState::cancelled;
    session.timeout.idle_until.reset();
    context.tell("session.cancelled");
    release_all(context, Command::cancel);
    end_subscriptions(context);
    return outcome;
}

Outcome decide(Session& session, const CancelTrip&, Instant now, const Limits& limits) {
    if (session.state == SessionState::cancelling) return {};
    if (session.state != SessionState::confirmed) return decide(session, Cancel{}, now, limits);
    if (now >= begins_at(session)) {
        return refused(
            Code::invalid_state,
            "This trip has begun: a flight has departed, or the check-in day of a room "
            "is over. It cannot be cancelled any more; nothing was changed or refunded.");
    }
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    give_back(context);
    return outcome;
}

Outcome set_state(Session& session, LegacyState target, Instant now, const Limits& limits,
                  LegacyAnswer& answer) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    if (session.state == SessionState::paying || session.state == SessionState::cancelling) {
        answer = LegacyAnswer::falhou;
        return outcome;
    }
    pass_timeout(context);
    const auto present = legacy_state(session);
    const bool runs = present == LegacyState::correndo;
    const bool paused = present == LegacyState::pausada;
    answer = LegacyAnswer::ok;
    if (runs && target == LegacyState::pausada) {
        session.timeout.state = TimeoutState::paused;
        session.timeout.idle_until.reset();
        session.timeout.pause_until = now + limits.pause_time;
        context.tell("timeout.paused");
    } else if (paused && target == LegacyState::correndo) {
        resume(context);
    } else if ((runs || paused) && target == LegacyState::tempo_esgotado) {
        fire(context);
    } else if (runs && target == LegacyState::cancelada) {
        const auto cancelled = decide(session, Cancel{}, now, limits);
        outcome.entries.insert(outcome.entries.end(), cancelled.entries.begin(),
                               cancelled.entries.end());
    } else {
        answer = LegacyAnswer::erro;
    }
    return outcome;
}

Outcome pass_time(Session& session, Instant now, const Limits& limits) {
    Outcome outcome;
    DecisionContext context{session, now, limits, outcome.entries};
    pass_timeout(context);
    if (const auto silent = silent_at(session, limits); silent && now >= *silent) {
        if (!knows_table(session, limits)) {
            // Whoever knows the table gives it up; giving up later is always safe.
            session.saga->deadline = now + limits.resend_slow;
            return outcome;
        }
        context.tell("step.silent", session.saga->hold);
        give_up_step(context, "no_answer");
    }
    return outcome;
}

void retry_now(Session& session, Instant now) {
    if (session.saga && session.saga->retry.next_attempt_at)
        session.saga->retry.next_attempt_at = now;
    for (auto& hold : session.holds) {
        if (hold.retry.next_attempt_at) hold.retry.next_attempt_at = now;
    }
    for (auto& subscription : session.subscriptions) {
        if (subscription.retry.next_attempt_at) subscription.retry.next_attempt_at = now;
    }
}

}  // namespace viaja::session
