#include "session-service/core/saga.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "common/contract/check.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/saga_end.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {
namespace {

const StepTable& table_of(const DecisionContext& context) {
    const auto* table = table_of(context.session, context.rules.tables);
    if (!table) {
        throw Bug("a saga is in flight whose step table, " + context.session.saga->table +
                  ", this program does not know");
    }
    return *table;
}

/// A step of the table for one of the holds, or for none.
struct StepInstance {
    const Step* step;
    std::optional<HoldId> hold;
};

/// All steps of the saga in order. The holds are those that were held when the payment was
/// accepted; their list is frozen since (C12).
std::vector<StepInstance> expand(const Session& session, const StepTable& table) {
    std::vector<StepInstance> steps;
    for (const auto& step : table.steps) {
        if (step.scope == StepScope::trip) {
            steps.push_back({&step, std::nullopt});
            continue;
        }
        for (const auto& hold : session.holds) {
            if (hold.attempt == session.attempt) steps.push_back({&step, hold.id});
        }
    }
    return steps;
}

bool is_group(const StepInstance& instance) {
    return instance.step->scope == StepScope::all_holds;
}

/// Where the saga stands, going forward or back; at the first of a group.
std::size_t position_of(const std::vector<StepInstance>& steps, const Saga& saga) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool same_command =
            steps[i].step->command == saga.pending || steps[i].step->undo == saga.pending;
        if (same_command && (is_group(steps[i]) || steps[i].hold == saga.hold)) return i;
    }
    check(false, "the pending step of a saga is not in its table");
    return 0;
}

/// The position behind the step at `position`, and behind its whole group.
std::size_t behind(const std::vector<StepInstance>& steps, std::size_t position) {
    auto next = position + 1;
    if (!is_group(steps[position])) return next;
    while (next < steps.size() && steps[next].step == steps[position].step)
        ++next;
    return next;
}

bool goes_back(const StepTable& table, const Saga& saga) {
    return std::ranges::any_of(table.steps,
                               [&](const Step& step) { return step.undo == saga.pending; });
}

PaymentState payment_state_while(Command pending, PaymentState present) {
    switch (pending) {
        case Command::authorize:
            return PaymentState::authorizing;
        case Command::capture:
            return PaymentState::capturing;
        case Command::void_:
            return PaymentState::voiding;
        case Command::refund:
            return PaymentState::refunding;
        case Command::charge:
            return PaymentState::charging;
        default:
            return present;
    }
}

void make_pending(DecisionContext& context, Command command, std::optional<HoldId> hold,
                  std::optional<Instant> deadline) {
    auto& session = context.session;
    auto& saga = *session.saga;
    saga.pending = command;
    saga.hold = hold;
    saga.deadline = deadline;
    saga.retry = RetryState{0, context.now, context.now};
    auto& payment = session.payments.back();
    payment.state = payment_state_while(command, payment.state);
}

void make_pending_at(DecisionContext& context, const HoldId& hold) {
    find_hold(context.session, hold)->retry = RetryState{0, context.now, context.now};
}

/// The step at `position` becomes pending, with all of its group.
void go_forward_to(DecisionContext& context, const std::vector<StepInstance>& steps,
                   std::size_t position) {
    const auto& instance = steps[position];
    const bool undoable = instance.step->kind == StepKind::compensatable;
    const auto deadline =
        undoable ? std::optional(context.now + context.rules.limits.step_time) : std::nullopt;
    if (!is_group(instance)) {
        return make_pending(context, instance.step->command, instance.hold, deadline);
    }
    check(instance.step->command == Command::confirm, "a group of another command");
    make_pending(context, Command::confirm, std::nullopt, deadline);
    context.session.saga->retry = {};
    for (auto i = position; i < behind(steps, position); ++i)
        make_pending_at(context, *steps[i].hold);
}

/// The attempt is over when nothing that was done is left to undo (C6).
void finish_undo_if_over(DecisionContext& context) {
    const auto& session = context.session;
    const bool holds_left = is_pending_at_a_hold(session, Command::unconfirm);
    if (!holds_left && !session.saga->retry.next_attempt_at) reopen_or_fire(context);
}

/// Clears the pending step and all confirms that are unanswered. `pending` becomes `unconfirm`,
/// which marks the way back: pending_request and goes_back depend on it.
void stop_going_forward(Session& session) {
    auto& saga = *session.saga;
    for (auto& hold : session.holds)
        if (pending_request(session, hold) == Command::confirm) hold.retry = {};
    saga.pending = Command::unconfirm;
    saga.hold.reset();
    saga.deadline.reset();
    saga.retry = {};
}

void undo_side_by_side(DecisionContext& context, std::span<const StepInstance> done) {
    stop_going_forward(context.session);
    for (const auto& instance : done) {
        if (!instance.step->undo) continue;
        if (!instance.hold) {
            make_pending(context, *instance.step->undo, std::nullopt, std::nullopt);
            continue;
        }
        check(instance.step->undo == Command::unconfirm, "a hold's step has another undo");
        make_pending_at(context, *instance.hold);
    }
    finish_undo_if_over(context);
}

void undo_last_first(DecisionContext& context, std::span<const StepInstance> done) {
    for (std::size_t i = done.size(); i-- > 0;) {
        if (!done[i].step->undo) continue;
        make_pending(context, *done[i].step->undo, done[i].hold, std::nullopt);
        return;
    }
    reopen_or_fire(context);
}

void undo(DecisionContext& context, const StepTable& table, std::span<const StepInstance> done) {
    if (table.undo == UndoOrder::last_first) return undo_last_first(context, done);
    undo_side_by_side(context, done);
}

void remember_failure(DecisionContext& context, Code why, std::string reason) {
    auto& payment = context.session.payments.back();
    payment.failure = why;
    payment.failure_reason = std::move(reason);
}

}  // namespace

void start_saga(DecisionContext& context, std::string_view table) {
    context.session.saga.emplace().table = table;
    go_forward_to(context, expand(context.session, table_of(context)), 0);
}

void give_back(DecisionContext& context, std::span<const Cancellation::Part> parts) {
    auto& session = context.session;
    session.state = SessionState::cancelling;
    std::int64_t sum = 0;
    for (const auto& part : parts) {
        find_hold(session, part.hold)->refund = part.refund;
        sum += part.refund;
    }
    if (sum > 0) start_saga(context, context.rules.tables.for_cancellations);
    context.record("session.cancelling");
    for (const auto& part : parts)
        release(context, *find_hold(session, part.hold), Command::cancel);
}

void begin_to_wait(DecisionContext& context, std::string code) {
    auto& session = context.session;
    auto& payment = session.payments.back();
    auto& saga = *session.saga;
    const auto& limits = context.rules.limits;
    if (payment.state == PaymentState::charging) {
        payment.state = PaymentState::waiting;
        payment.code = std::move(code);
        // Payment has as long to say `paid` as any step has to be answered.
        saga.deadline = *payment.pay_until + limits.step_time;
        context.record("step.waiting");
    }
    // `paid` comes by itself; payment is asked in case that it was lost, and at the end of the
    // code. Only what is said from then on shows that it was not paid in time.
    const auto end = std::max(context.now + limits.resend_first, *payment.pay_until);
    const int tries = context.now < *payment.pay_until ? 1 : asks_before_silence(limits);
    saga.retry =
        RetryState{tries, std::min(context.now + limits.resend_max, end), saga.retry.since};
}

void step_done(DecisionContext& context, Hold* hold) {
    auto& session = context.session;
    const auto& table = table_of(context);
    const auto steps = expand(session, table);
    const bool back = goes_back(table, *session.saga);
    auto& retry = hold && hold->retry.next_attempt_at ? hold->retry : session.saga->retry;
    retry = {};
    if (back && table.undo == UndoOrder::side_by_side) return finish_undo_if_over(context);
    const auto position = position_of(steps, *session.saga);
    if (back) return undo_last_first(context, std::span(steps).first(position));
    if (is_pending_at_a_hold(session, Command::confirm)) return;
    const auto next = behind(steps, position);
    if (next < steps.size()) {
        go_forward_to(context, steps, next);
    } else if (table.end == SagaEnd::money_returned) {
        session.saga.reset();
        finish_cancellation_if_over(context);
    } else {
        confirm_session(context);
    }
}

void step_refused(DecisionContext& context, const Hold* hold, Code why, std::string reason) {
    const auto& table = table_of(context);
    const auto& saga = *context.session.saga;
    auto steps = expand(context.session, table);
    const auto position = position_of(steps, saga);
    check(!goes_back(table, saga), "an undo cannot be refused");
    remember_failure(context, why, std::move(reason));
    const bool group = is_group(steps[position]);
    steps.resize(group ? behind(steps, position) : position);
    if (group) {
        std::erase_if(steps, [&](const StepInstance& step) { return step.hold == hold->id; });
    }
    undo(context, table, steps);
}

void give_up_step(DecisionContext& context, std::string reason) {
    const auto& table = table_of(context);
    const auto steps = expand(context.session, table);
    const auto& saga = *context.session.saga;
    const auto position = position_of(steps, saga);
    check(steps[position].step->undo.has_value(), "only a step that has an undo may be given up");
    const bool of_supplier = saga.pending == Command::confirm;
    const bool unpaid = saga.pending == Command::charge && reason != kNoAnswer;
    const auto why = of_supplier ? Code::supplier_unavailable
                     : unpaid    ? Code::payment_unpaid
                                 : Code::unavailable;
    remember_failure(context, why, std::move(reason));
    auto done = behind(steps, position);
    // Another coordinator may have walked on without writing it.
    const auto is_pivot = [](const StepInstance& one) { return one.step->kind == StepKind::pivot; };
    if (table.progress == Progress::unwritten) {
        done = static_cast<std::size_t>(std::ranges::find_if(steps, is_pivot) - steps.begin());
    }
    undo(context, table, std::span(steps).first(done));
}

}  // namespace viaja::session
