#include "session-service/core/saga.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "common/contract/check.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/saga_end.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {
namespace {

const StepTable& table_of(const DecisionContext& context) {
    const auto* table = table_of(context.session, context.limits);
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
        if (!step.for_each_hold) {
            steps.push_back({&step, std::nullopt});
            continue;
        }
        for (const auto& hold : session.holds) {
            if (hold.attempt == session.attempt) steps.push_back({&step, hold.id});
        }
    }
    return steps;
}

/// Where the saga stands, going forward or back.
std::size_t position_of(const std::vector<StepInstance>& steps, const Saga& saga) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool same_command =
            steps[i].step->command == saga.pending || steps[i].step->undo == saga.pending;
        if (same_command && steps[i].hold == saga.hold) return i;
    }
    check(false, "the pending step of a saga is not in its table");
    return 0;
}

bool goes_back(const StepInstance& instance, const Saga& saga) {
    return instance.step->undo == saga.pending;
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

void go_forward_to(DecisionContext& context, const StepInstance& instance) {
    const bool undoable = instance.step->kind == StepKind::compensatable;
    const auto deadline =
        undoable ? std::optional(context.now + context.limits.step_time) : std::nullopt;
    make_pending(context, instance.step->command, instance.hold, deadline);
}

/// The attempt is over when nothing that was done is left to undo (C6).
void finish_undo_if_over(DecisionContext& context) {
    const auto& session = context.session;
    const bool holds_left = std::ranges::any_of(session.holds, [](const Hold& hold) {
        return pending_request(hold) == Command::unconfirm;
    });
    if (!holds_left && !session.saga->retry.next_attempt_at) reopen_or_fire(context);
}

void undo_side_by_side(DecisionContext& context, std::span<const StepInstance> done) {
    auto& saga = *context.session.saga;
    saga.retry = {};
    saga.deadline.reset();
    for (const auto& instance : done) {
        if (!instance.step->undo) continue;
        if (!instance.hold) {
            make_pending(context, *instance.step->undo, std::nullopt, std::nullopt);
            continue;
        }
        check(instance.step->undo == Command::unconfirm, "a hold's step has another undo");
        find_hold(context.session, *instance.hold)->retry = RetryState{0, context.now, context.now};
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
    go_forward_to(context, expand(context.session, table_of(context)).front());
}

void give_back(DecisionContext& context) {
    context.session.state = SessionState::cancelling;
    start_saga(context, tables_of(context.limits).for_cancellations);
    context.record("session.cancelling");
    release_all(context, Command::cancel);
}

void step_done(DecisionContext& context) {
    const auto& table = table_of(context);
    const auto steps = expand(context.session, table);
    const auto& saga = *context.session.saga;
    const auto position = position_of(steps, saga);
    if (goes_back(steps[position], saga) && table.undo == UndoOrder::side_by_side) {
        context.session.saga->retry = {};
        finish_undo_if_over(context);
    } else if (goes_back(steps[position], saga)) {
        undo_last_first(context, std::span(steps).first(position));
    } else if (position + 1 < steps.size()) {
        go_forward_to(context, steps[position + 1]);
    } else if (table.end == SagaEnd::money_returned) {
        context.session.saga.reset();
        finish_cancellation_if_over(context);
    } else {
        confirm_session(context);
    }
}

void undo_done(DecisionContext& context, Hold& hold) {
    table_of(context);  // an unknown table is left alone
    hold.retry = {};
    finish_undo_if_over(context);
}

void step_refused(DecisionContext& context, Code why, std::string reason) {
    const auto& table = table_of(context);
    const auto steps = expand(context.session, table);
    const auto position = position_of(steps, *context.session.saga);
    check(!goes_back(steps[position], *context.session.saga), "an undo cannot be refused");
    remember_failure(context, why, std::move(reason));
    undo(context, table, std::span(steps).first(position));
}

void give_up_step(DecisionContext& context, std::string reason) {
    const auto& table = table_of(context);
    const auto steps = expand(context.session, table);
    const auto& saga = *context.session.saga;
    const auto position = position_of(steps, saga);
    check(steps[position].step->undo.has_value(), "only a step that has an undo may be given up");
    const auto why = saga.hold ? Code::supplier_unavailable : Code::unavailable;
    remember_failure(context, why, std::move(reason));
    undo(context, table, std::span(steps).first(position + 1));
}

}  // namespace viaja::session
