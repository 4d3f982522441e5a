// What travellers and time do to a session. cancellation.cpp, operators.cpp, replies.cpp and
// timeout_subscriptions.cpp decide the other commands; saga.cpp pays and undoes.

#include "session-service/core/commands.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "session-service/core/cancellation.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/hold_list.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/core/session.hpp"
#include "session-service/core/timeout.hpp"

namespace viaja::session {

namespace {

template <class Change>
void each_pending(Session& session, Change change) {
    const auto change_pending = [&](RetryState& retry) {
        if (retry.next_attempt_at) change(retry);
    };
    if (session.saga) change_pending(session.saga->retry);
    for (auto& hold : session.holds)
        change_pending(hold.retry);
    for (auto& subscription : session.subscriptions)
        change_pending(subscription.retry);
}

Hold& add_hold(DecisionContext& context, const HoldId& id, const HoldRequest& request) {
    auto& hold = context.session.holds.emplace_back();
    hold.id = id;
    hold.position = static_cast<int>(context.session.holds.size());
    hold.request = request;
    hold.retry = RetryState{0, context.now, context.now};
    context.record("hold.asked", hold.id);
    return hold;
}

/// One entry for each request that the pending step still waits for.
void record_silence(DecisionContext& context) {
    const auto& session = context.session;
    if (session.saga->retry.next_attempt_at) context.record("step.silent", session.saga->hold);
    for (const auto& hold : session.holds) {
        if (pending_request(session, hold) == Command::confirm)
            context.record("step.silent", hold.id);
    }
}

}  // namespace

Session open_session(SessionId id, std::string token_hash, Instant now, const Rules& rules) {
    Session session;
    session.id = id;
    session.token_hash = std::move(token_hash);
    session.payments_max = rules.limits.payments_max;
    session.created_at = now;
    session.timeout.idle_until = now + rules.limits.idle_time;
    session.version = 1;
    return session;
}

Outcome decide(Session& session, const AskHold& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    const auto replaces =
        input.replaces ? std::span(&*input.replaces, 1) : std::span<const HoldId>();
    if (auto why = why_not_ask(session, 1, replaces, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    start_timeout(context);
    add_hold(context, input.id, input.request).replaces = input.replaces;
    return outcome;
}

Outcome decide(Session& session, const AskHoldList& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_ask(session, input.holds.size(), input.replaces, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    start_timeout(context);
    const int list = static_cast<int>(session.holds.size()) + 1;
    for (const auto& one : input.holds)
        add_hold(context, one.id, one.request).list = list;
    mark_replaced(session, list, input.replaces);
    return outcome;
}

Outcome decide(Session& session, const DropHold& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_drop(session, input.id, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    auto& hold = *find_hold(session, input.id);
    if (is_undecided(session, hold)) {
        give_up_list(context, hold);
    } else if (may_be_released(hold)) {
        release(context, hold, Command::cancel);
    }
    return outcome;
}

Outcome decide(Session& session, const Pay& input, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_pay(session, input.amount, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    if (auto why = why_not_pay_at(session, input.current, now)) {
        return refused(std::move(outcome), std::move(*why));
    }
    // A quote that was made before the payment does not cover what is sold now.
    session.cancellation.reset();
    ++session.attempt;
    auto& payment = session.payments.emplace_back();
    payment.attempt = session.attempt;
    payment.amount = input.amount;
    payment.method = input.method;
    payment.token = input.token;
    const bool pix = input.method == kPix;
    // What has begun is not sold any more, whenever it is paid.
    if (pix) payment.pay_until = std::min(now + rules.limits.charge_time, begins_at(session));
    for (auto& hold : session.holds) {
        if (hold.state == HoldState::held) hold.attempt = session.attempt;
    }
    session.state = SessionState::paying;
    session.timeout.state = TimeoutState::paused;
    start_saga(context, pix ? rules.tables.for_pix : rules.tables.for_payments);
    context.record("payment.accepted");
    return outcome;
}

Outcome decide(Session& session, const StopPayment&, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (auto why = why_not_stop_payment(session)) {
        return refused(std::move(outcome), std::move(*why));
    }
    if (!knows_table(session, rules.tables)) {
        return refused(std::move(outcome), {Code::invalid_state,
                                            "Another version of this service makes this payment; "
                                            "this call changed nothing. Try again in a moment."});
    }
    context.record("payment.stopped");
    give_up_step(context, std::string(kStopped));
    return outcome;
}

Outcome set_state(Session& session, LegacyState target, Instant now, const Rules& rules,
                  LegacyAnswer& answer) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    if (session.state == SessionState::paying || session.state == SessionState::cancelling) {
        answer = LegacyAnswer::failed;
        return outcome;
    }
    apply_elapsed_time(context);
    const auto present = legacy_state(session);
    const bool runs = present == LegacyState::running;
    const bool paused = present == LegacyState::paused;
    answer = LegacyAnswer::ok;
    if (runs && target == LegacyState::paused) {
        session.timeout.state = TimeoutState::paused;
        session.timeout.idle_until.reset();
        session.timeout.pause_until = now + rules.limits.pause_time;
        context.record("timeout.paused");
    } else if (paused && target == LegacyState::running) {
        resume(context);
    } else if ((runs || paused) && target == LegacyState::timed_out) {
        fire(context);
    } else if (runs && target == LegacyState::cancelled) {
        cancel_unpaid(context);
    } else {
        answer = LegacyAnswer::invalid;
    }
    return outcome;
}

Outcome pass_time(Session& session, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    apply_elapsed_time(context);
    if (const auto silent = silent_at(session, rules); silent && now >= *silent) {
        if (!knows_table(session, rules.tables)) {
            // A replica that knows the table gives it up; giving up later is always safe.
            session.saga->deadline = now + rules.limits.resend_slow;
            return outcome;
        }
        if (waits_for_bank(session)) {
            context.record("payment.expired");
            give_up_step(context, std::string(kUnpaidInTime));
            return outcome;
        }
        record_silence(context);
        give_up_step(context, std::string(kNoAnswer));
    }
    return outcome;
}

void retry_now(Session& session, Instant now) {
    each_pending(session, [&](RetryState& retry) { retry.next_attempt_at = now; });
}

void repeat_now(Session& session, Instant now) {
    each_pending(session, [&](RetryState& retry) {
        retry.next_attempt_at = now;
        retry.tries = std::max(retry.tries - 1, 0);
    });
}

}  // namespace viaja::session
