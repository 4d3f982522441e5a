// What the answers of suppliers and of payment do to a trip. An answer is taken only while its key
// is the pending one (C1, C2); any other was asked for in another time and changes nothing.

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "session-service/core/saga.hpp"

namespace viaja::session {
namespace {

/// Nothing is paid when it has begun.
void end_by_beginning(Deciding& deciding) {
    auto& expires_at = deciding.trip.timeout.expires_at;
    if (expires_at) expires_at = std::min(*expires_at, begins_at(deciding.trip));
}

void take_held(Deciding& deciding, Hold& hold, const SupplierReply& reply) {
    check(!reply.item || asked_item(*reply.item) == hold.request.item,
          "a supplier holds another item than it was asked for");
    hold.state = HoldState::held;
    hold.asking = {};
    hold.price = reply.price;
    hold.description = reply.description;
    hold.item = reply.item;
    deciding.tell("hold.held", hold.id, hold.description);
    end_by_beginning(deciding);
    if (!hold.replaces) return;
    auto* old = find_hold(deciding.trip, *hold.replaces);
    if (old && may_be_released(*old)) release(deciding, *old, Command::cancel);
}

/// Why the answer to a step of the saga, or to its undo, is not waited for.
Ignored why_not_pending(const Trip& trip, int attempt) {
    return attempt < trip.attempt ? Ignored::older_attempt : Ignored::not_pending;
}

Ignored take_answer_to_hold(Deciding& deciding, Hold& hold, const SupplierReply& reply) {
    if (hold.state == HoldState::releasing || hold.state == HoldState::released) {
        return Ignored::given_up;  // C14
    }
    if (hold.state != HoldState::asked) return Ignored::not_pending;
    if (reply.answer == Answer::held) {
        take_held(deciding, hold, reply);
    } else if (reply.answer == Answer::refused) {
        hold.state = HoldState::refused;
        hold.asking = {};
        hold.reason = reply.reason;
        deciding.tell("hold.refused", hold.id, reply.reason);
    }
    return Ignored::no;
}

Ignored take_answer_to_release(Deciding& deciding, Hold& hold, const SupplierReply& reply) {
    const bool pending = hold.state == HoldState::releasing && hold.release == reply.command;
    const bool gone = reply.answer == Answer::cancelled || reply.answer == Answer::expired;
    if (!pending) return Ignored::not_pending;
    if (!gone) {
        hold.asking.last_error = viaja::name_of(reply.answer);
        return Ignored::no;
    }
    hold.state = HoldState::released;
    hold.asking = {};
    deciding.tell("hold.released", hold.id);
    finish_cancellation_if_over(deciding);
    return Ignored::no;
}

/// True for the answer to an undo that is asked beside others.
bool take_answer_to_undo(Deciding& deciding, Hold& hold, const SupplierReply& reply) {
    const bool pending = reply.command == Command::unconfirm &&
                         pending_request(hold) == Command::unconfirm &&
                         reply.attempt == deciding.trip.attempt;
    if (!pending || reply.answer != Answer::unconfirmed) return false;
    deciding.tell("undo.unconfirmed", hold.id);
    undo_done(deciding, hold);
    return true;
}

Ignored take_answer_to_step(Deciding& deciding, Hold& hold, const SupplierReply& reply) {
    if (take_answer_to_undo(deciding, hold, reply)) return Ignored::no;
    if (!is_pending(deciding.trip, reply.command, hold.id, reply.attempt)) {
        return why_not_pending(deciding.trip, reply.attempt);
    }
    if (reply.answer == Answer::confirmed && reply.command == Command::confirm) {
        hold.reference = reply.reference;
        deciding.tell("step.confirmed", hold.id, reply.reference);
        step_done(deciding);
    } else if (reply.answer == Answer::unconfirmed && reply.command == Command::unconfirm) {
        deciding.tell("undo.unconfirmed", hold.id);
        step_done(deciding);
    } else if (reply.answer == Answer::refused && reply.command == Command::confirm) {
        const bool lost = reply.reason == "gone";
        if (lost) hold.state = HoldState::lost;
        deciding.tell("step.refused", hold.id, reply.reason);
        step_refused(deciding, lost ? Code::hold_lost : Code::supplier_refused, reply.reason);
    }
    return Ignored::no;
}

/// True for the answers that end the pending payment step.
bool take_yes_of_payment(Deciding& deciding, const PaymentReply& reply) {
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
    };
    for (const auto& yes : kYes) {
        if (yes.command != reply.command || yes.answer != reply.answer) continue;
        deciding.trip.payments.back().state = yes.state;
        deciding.tell(std::string(yes.entry));
        step_done(deciding);
        return true;
    }
    return false;
}

/// A `no` to what must not be refused, an undo or a refund: it ends nothing and is asked again, but
/// a person will want to know; at once, where asking again will not help.
void take_no_of_payment(Deciding& deciding, const PaymentReply& reply) {
    auto& asking = deciding.trip.saga->asking;
    if (reply.reason != kPaymentUnknown && reply.reason != kNotCaptured) {
        asking.last_error =
            reply.reason.empty() ? std::string(viaja::name_of(reply.answer)) : reply.reason;
        return;
    }
    asking.last_error = reply.reason +
                        ": payment-service has lost the rows of this payment. Give the money back "
                        "at the gateway by hand, then publish \"refunded\" to session "
                        "(docs/operations.md, Stuck sagas).";
    if (asking.tries < deciding.limits.tries_max) {
        asking.tries = deciding.limits.tries_max;
        deciding.tell("step.payment_lost");
    }
}

}  // namespace

Outcome decide(Trip& trip, const SupplierReply& reply, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    auto* hold = find_hold(trip, reply.hold);
    if (!hold) {
        outcome.ignored = Ignored::unknown_hold;
        return outcome;
    }
    switch (reply.command) {
        case Command::hold:
            outcome.ignored = take_answer_to_hold(deciding, *hold, reply);
            break;
        case Command::cancel:
        case Command::expire:
            outcome.ignored = take_answer_to_release(deciding, *hold, reply);
            break;
        default:
            outcome.ignored = take_answer_to_step(deciding, *hold, reply);
            break;
    }
    return outcome;
}

Outcome decide(Trip& trip, const PaymentReply& reply, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    if (!is_pending(trip, reply.command, std::nullopt, reply.attempt)) {
        outcome.ignored = why_not_pending(trip, reply.attempt);
        return outcome;
    }
    if (take_yes_of_payment(deciding, reply)) return outcome;
    auto& payment = trip.payments.back();
    if (reply.answer == Answer::declined && reply.command == Command::authorize) {
        payment.state = PaymentState::declined;
        deciding.tell("step.declined", {}, reply.reason);
        step_refused(deciding, Code::payment_declined, reply.reason);
    } else if (reply.answer == Answer::capture_refused && reply.command == Command::capture) {
        payment.state = PaymentState::capture_refused;
        deciding.tell("step.capture_refused", {}, reply.reason);
        step_refused(deciding, Code::payment_declined, reply.reason);
    } else {
        take_no_of_payment(deciding, reply);
    }
    return outcome;
}

}  // namespace viaja::session
