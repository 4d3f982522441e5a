// What the answers of suppliers and of payment do to a session. An answer is taken only while its
// key is the pending one (C1, C2); any other is ignored.

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "session-service/core/cancellation.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/hold_list.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/core/saga_end.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {
namespace {

void take_held(DecisionContext& context, Hold& hold, const SupplierReply& reply) {
    check(!reply.item || asked_item(*reply.item) == hold.request.item,
          "a supplier holds another item than it was asked for");
    hold.state = HoldState::held;
    hold.retry = {};
    hold.price = reply.price;
    hold.description = reply.description;
    hold.item = reply.item;
    hold.price_guaranteed_until =
        reply.guarantee ? reply.guarantee->until : context.session.timeout.expires_at;
    context.record("hold.held", hold.id, hold.description);
    settle_list(context, hold);
}

/// Why the answer to a step of the saga, or to its undo, is not waited for.
Ignored why_not_pending(const Session& session, int attempt) {
    return attempt < session.attempt ? Ignored::older_attempt : Ignored::not_pending;
}

Ignored take_answer_to_hold(DecisionContext& context, Hold& hold, const SupplierReply& reply) {
    if (hold.state == HoldState::releasing || hold.state == HoldState::released) {
        return Ignored::given_up;  // C14
    }
    if (hold.state != HoldState::asked) return Ignored::not_pending;
    if (reply.answer == Answer::held) {
        take_held(context, hold, reply);
    } else if (reply.answer == Answer::refused) {
        hold.state = HoldState::refused;
        hold.retry = {};
        hold.reason = reply.reason;
        context.record("hold.refused", hold.id, reply.reason);
        settle_list(context, hold);
    }
    return Ignored::no;
}

Ignored take_answer_to_release(DecisionContext& context, Hold& hold, const SupplierReply& reply) {
    const bool pending = hold.state == HoldState::releasing && hold.release == reply.command;
    const bool gone = reply.answer == Answer::cancelled || reply.answer == Answer::expired;
    if (!pending) return Ignored::not_pending;
    if (!gone) {
        hold.retry.last_error = viaja::name_of(reply.answer);
        return Ignored::no;
    }
    hold.state = HoldState::released;
    hold.retry = {};
    context.record("hold.released", hold.id);
    finish_cancellation_if_over(context);
    return Ignored::no;
}

Ignored take_answer_to_step(DecisionContext& context, Hold& hold, const SupplierReply& reply) {
    if (!is_pending(context.session, reply.command, hold.id, reply.attempt)) {
        return why_not_pending(context.session, reply.attempt);
    }
    if (reply.answer == Answer::confirmed && reply.command == Command::confirm) {
        hold.reference = reply.reference;
        context.record("step.confirmed", hold.id, reply.reference);
        step_done(context, &hold);
    } else if (reply.answer == Answer::unconfirmed && reply.command == Command::unconfirm) {
        context.record("undo.unconfirmed", hold.id);
        step_done(context, &hold);
    } else if (reply.answer == Answer::refused && reply.command == Command::confirm) {
        const bool lost = reply.reason == kGone;
        if (lost) hold.state = HoldState::lost;
        context.record("step.refused", hold.id, reply.reason);
        step_refused(context, &hold, lost ? Code::hold_lost : Code::supplier_refused, reply.reason);
    }
    return Ignored::no;
}

/// True for the answers that end the pending payment step.
bool take_yes_of_payment(DecisionContext& context, const PaymentReply& reply) {
    struct Yes {
        Command command;
        Answer answer;
        PaymentState state;
        std::string_view entry;
    };
    static constexpr Yes kYes[] = {
        {Command::authorize, Answer::authorized, PaymentState::authorized, "step.authorized"},
        {Command::capture, Answer::captured, PaymentState::captured, "step.captured"},
        {Command::void_, Answer::voided, PaymentState::voided, "undo.voided"},
        {Command::refund, Answer::refunded, PaymentState::refunded, "step.refunded"},
        {Command::charge, Answer::paid, PaymentState::paid, "step.paid"},
        // What was paid of a charge that was given up came back.
        {Command::void_, Answer::refunded, PaymentState::refunded, "undo.refunded"},
    };
    for (const auto& yes : kYes) {
        if (yes.command != reply.command || yes.answer != reply.answer) continue;
        auto& payment = context.session.payments.back();
        payment.state = yes.state;
        const bool of_a_part = refunded(context.session).amount < payment.amount.amount;
        if (yes.command == Command::refund && of_a_part) {
            payment.state = payment.method == kPix ? PaymentState::paid : PaymentState::captured;
        }
        context.record(std::string(yes.entry));
        step_done(context, nullptr);
        return true;
    }
    return false;
}

/// Money that came beside the payment was given back: said once for each sum, whatever the session
/// is by then.
Ignored take_returned(DecisionContext& context, const PaymentReply& reply) {
    auto& session = context.session;
    const auto payment = std::ranges::find(session.payments, reply.attempt, &Payment::attempt);
    if (payment == session.payments.end() || !reply.refunded) return Ignored::not_pending;
    const auto sum = reply.refunded->amount;
    if (sum <= payment->returned) return Ignored::not_pending;
    const auto came = sum - std::exchange(payment->returned, sum);
    context.record("payment.returned", {},
                   std::to_string(came) + " " + payment->amount.currency + " " + reply.reason);
    context.entries.back().attempt = reply.attempt;
    return Ignored::no;
}

/// The answer to the refund of a part says less than is to be given back in all by now.
bool is_of_an_earlier_refund(const Session& session, const PaymentReply& reply) {
    return reply.refunded && reply.refunded->amount < refunded(session).amount;
}

/// A `no` to what must not be refused, an undo or a refund: it ends nothing and is asked again.
/// Operators see it; the session needs attention at once where asking again does not help.
void take_no_of_payment(DecisionContext& context, const PaymentReply& reply) {
    auto& retry = context.session.saga->retry;
    if (reply.reason != kPaymentUnknown && reply.reason != kNotCaptured) {
        retry.last_error =
            reply.reason.empty() ? std::string(viaja::name_of(reply.answer)) : reply.reason;
        return;
    }
    retry.last_error = reply.reason +
                       ": payment-service has lost the rows of this payment. Give the money back "
                       "at the gateway by hand, then publish \"refunded\" to session "
                       "(docs/operations.md, Stuck sagas).";
    if (retry.tries < context.rules.limits.tries_max) {
        retry.tries = context.rules.limits.tries_max;
        context.record("step.payment_lost");
    }
}

}  // namespace

Outcome decide(Session& session, const SupplierReply& reply, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    auto* hold = find_hold(session, reply.hold);
    if (!hold) {
        outcome.ignored = Ignored::unknown_hold;
        return outcome;
    }
    switch (reply.command) {
        case Command::hold:
            outcome.ignored = take_answer_to_hold(context, *hold, reply);
            break;
        case Command::cancel:
        case Command::expire:
            outcome.ignored = take_answer_to_release(context, *hold, reply);
            break;
        default:
            outcome.ignored = take_answer_to_step(context, *hold, reply);
            break;
    }
    return outcome;
}

Outcome decide(Session& session, const PaymentReply& reply, Instant now, const Rules& rules) {
    Outcome outcome;
    DecisionContext context{session, now, rules, outcome.entries};
    if (reply.answer == Answer::returned) {
        outcome.ignored = take_returned(context, reply);
        return outcome;
    }
    if (!is_pending(session, reply.command, std::nullopt, reply.attempt) ||
        is_of_an_earlier_refund(session, reply)) {
        outcome.ignored = why_not_pending(session, reply.attempt);
        return outcome;
    }
    if (take_yes_of_payment(context, reply)) return outcome;
    auto& payment = session.payments.back();
    const bool opens = reply.command == Command::authorize || reply.command == Command::charge;
    if (reply.answer == Answer::waiting && reply.command == Command::charge) {
        begin_to_wait(context, reply.code);
    } else if (reply.answer == Answer::declined && opens) {
        payment.state = PaymentState::declined;
        context.record("step.declined", {}, reply.reason);
        step_refused(context, nullptr, Code::payment_declined, reply.reason);
    } else if (reply.answer == Answer::capture_refused && reply.command == Command::capture) {
        payment.state = PaymentState::capture_refused;
        context.record("step.capture_refused", {}, reply.reason);
        step_refused(context, nullptr, Code::payment_declined, reply.reason);
    } else {
        take_no_of_payment(context, reply);
    }
    return outcome;
}

}  // namespace viaja::session
