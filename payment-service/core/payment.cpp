#include "payment-service/core/payment.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "common/text/fnv1a.hpp"

namespace viaja::payment {
namespace {

// The cells of the table.

Decision unanswered(const Payment& payment) {
    return {.next = payment, .reply = {}};
}

Decision answered(const Payment& payment, Answer answer, std::string reason = {}) {
    return {.next = payment, .reply = Reply{answer, std::move(reason)}};
}

/// Moves on to a state with an open call and makes it, for the first time or again.
Decision calling(Payment payment, State state, Instant now, int tries = 1) {
    payment.state = state;
    payment.tries = tries;
    payment.next_attempt_at = now + retry_delay(payment.id, tries);
    return {.next = std::move(payment), .reply = {}, .call = open_call(state)};
}

/// Makes the first call before a row shows it.
Decision calling_unwritten(Payment payment) {
    return {.next = std::move(payment), .reply = {}, .call = Operation::authorize};
}

/// Moves on to a state in which nothing is asked of the gateway.
Decision settled(Payment payment, State state, Answer answer) {
    payment.state = state;
    payment.next_attempt_at.reset();
    return answered(payment, answer);
}

/// The same with the gateway's reason, which is kept for every later answer.
Decision refused(Payment payment, State state, Answer answer, const std::string& reason) {
    payment.reason = reason;
    auto decision = settled(std::move(payment), state, answer);
    decision.reply->reason = reason;
    return decision;
}

Decision unreachable(Decision decision) {
    decision.unreachable = true;
    return decision;
}

/// The gateway refuses an undo, against its contract: nothing changes and the call stays open, but
/// the asker gets the reason, so that operators can see it.
Decision told_only(const Payment& payment, const std::string& reason) {
    return unreachable(answered(payment, Answer::refused, refusal_of_undo(reason)));
}

Payment begun(Payment payment, const PaymentCommand& command) {
    payment.amount = command.amount;
    payment.method = command.method;
    payment.token = command.token;
    return payment;
}

/// A capture that was refused once keeps its reason, also when the payment is voided after it.
std::string reason_or(const Payment& payment, std::string_view otherwise) {
    return payment.reason.empty() ? std::string(otherwise) : payment.reason;
}

/// Of an `authorize` that comes a day late, also when it is asked again.
constexpr std::string_view kExpired = "expired";

/// The row of a payment that no row shows and that is not to be: its undo is called, in case that a
/// call of `authorize` was, or is still under way.
Decision tombstone(const Payment& payment, const PaymentCommand& command, Instant now) {
    auto row = begun(payment, command);
    row.token.clear();
    return calling(std::move(row), State::voiding, now);
}

Decision expired(const Payment& payment, const PaymentCommand& command, Instant now) {
    auto decision = tombstone(payment, command, now);
    decision.next.reason = kExpired;
    decision.reply = Reply{Answer::declined, std::string(kExpired)};
    return decision;
}

// The columns of the table.

Decision authorize(const Payment& payment, const PaymentCommand& command, Instant now) {
    switch (payment.state) {
        case State::none:
            if (now > command.deadline + kLateAuthorizeMax) {
                return expired(payment, command, now);
            }
            return calling_unwritten(begun(payment, command));
        case State::authorizing:
            return unanswered(payment);
        case State::authorized:
        case State::capturing:
        case State::capture_refused:
        case State::captured:
        case State::refunding:
        case State::refunded:
            return answered(payment, Answer::authorized);
        case State::declined:
            return answered(payment, Answer::declined, payment.reason);
        case State::voiding:
        case State::voided:
            return answered(payment, Answer::declined,
                            payment.reason == kExpired ? payment.reason : "voided");
    }
    throw Bug("a payment in no state");
}

Decision capture(const Payment& payment, Instant now) {
    switch (payment.state) {
        case State::authorized:
            return calling(payment, State::capturing, now);
        case State::capturing:
            return unanswered(payment);
        case State::captured:
        case State::refunding:
        case State::refunded:
            return answered(payment, Answer::captured);
        case State::none:
        case State::declined:
            return answered(payment, Answer::capture_refused, "not_authorized");
        case State::authorizing:
            return unreachable(answered(payment, Answer::capture_refused, "not_authorized"));
        case State::capture_refused:
            return answered(payment, Answer::capture_refused, payment.reason);
        case State::voiding:
        case State::voided:
            return answered(payment, Answer::capture_refused, reason_or(payment, "voided"));
    }
    throw Bug("a payment in no state");
}

Decision void_(const Payment& payment, const PaymentCommand& command, Instant now) {
    switch (payment.state) {
        case State::none:
            return tombstone(payment, command, now);
        case State::authorizing:
        case State::authorized:
        case State::capture_refused:
            return calling(payment, State::voiding, now);
        case State::voiding:
            return unanswered(payment);
        case State::voided:
        case State::declined:
            return answered(payment, Answer::voided);
        case State::capturing:
            return unreachable(unanswered(payment));
        case State::captured:
            return unreachable(answered(payment, Answer::refused, "captured"));
        case State::refunding:
        case State::refunded:
            return answered(payment, Answer::refused, "captured");
    }
    throw Bug("a payment in no state");
}

/// What is given back in all, with the answer; all of the amount is not said.
Decision given_back(Decision decision, std::int64_t sum) {
    const auto& amount = decision.next.amount;
    decision.reply = Reply{Answer::refunded, {}, {}};
    if (sum < amount.amount) decision.reply->refunded = Money{sum, amount.currency};
    return decision;
}

Decision refund_of(Payment payment, std::int64_t sum, Instant now) {
    if (sum > payment.amount.amount) {
        return unreachable(answered(payment, Answer::refused, "more_than_captured"));
    }
    payment.refund_to = sum < payment.amount.amount ? sum : 0;
    return calling(std::move(payment), State::refunding, now);
}

Decision refund(const Payment& payment, const PaymentCommand& command, Instant now) {
    const auto sum = command.refund ? command.refund->amount : payment.amount.amount;
    const bool given = sum <= payment.refunded;
    switch (payment.state) {
        case State::captured:
            return given ? given_back(unanswered(payment), payment.refunded)
                         : refund_of(payment, sum, now);
        case State::refunding:
            return given ? given_back(unanswered(payment), payment.refunded) : unanswered(payment);
        case State::capturing:
            return unanswered(payment);
        case State::refunded:
            return given_back(unanswered(payment), payment.amount.amount);
        case State::none:
            return unreachable(answered(payment, Answer::refused, std::string(kPaymentUnknown)));
        case State::authorizing:
        case State::authorized:
        case State::declined:
        case State::capture_refused:
        case State::voiding:
        case State::voided:
            return unreachable(answered(payment, Answer::refused, std::string(kNotCaptured)));
    }
    throw Bug("a payment in no state");
}

Decision refund_answered(Payment payment) {
    const bool whole = payment.refund_to == 0;
    if (!whole) payment.refunded = std::exchange(payment.refund_to, 0);
    const auto sum = whole ? payment.amount.amount : payment.refunded;
    return given_back(
        settled(std::move(payment), whole ? State::refunded : State::captured, Answer::refunded),
        sum);
}

/// The same for the same id in every process.
std::uint32_t spread(const PaymentId& id, int tries) {
    std::uint32_t hash = kFnv1a32;
    for (const std::uint32_t byte : id.session_id.value.bytes())
        hash = fnv1a_with(hash, byte);
    hash = fnv1a_with(hash, static_cast<std::uint32_t>(id.attempt));
    return fnv1a_with(hash, static_cast<std::uint32_t>(tries));
}

}  // namespace

std::string refusal_of_undo(const std::string& reason) {
    if (reason.empty()) return "refused_by_gateway";
    const bool is_ours = reason == kNotCaptured || reason == kPaymentUnknown;
    return is_ours ? "gateway_" + reason : reason;
}

std::optional<Operation> open_call(State state) {
    switch (state) {
        case State::authorizing:
            return Operation::authorize;
        case State::capturing:
            return Operation::capture;
        case State::voiding:
            return Operation::void_;
        case State::refunding:
            return Operation::refund;
        default:
            return std::nullopt;
    }
}

Command command_of(Operation operation) {
    switch (operation) {
        case Operation::authorize:
            return Command::authorize;
        case Operation::capture:
            return Command::capture;
        case Operation::void_:
            return Command::void_;
        case Operation::refund:
            return Command::refund;
    }
    throw Bug("no operation of the gateway");
}

Duration retry_delay(const PaymentId& id, int tries) {
    constexpr int kDoublingsMax = 5;
    const int doublings = std::clamp(tries - 1, 0, kDoublingsMax);
    const auto full = std::min(kFirstRetry * (1 << doublings), kRetryMax);
    constexpr std::int64_t kShares = 1000;
    return full - full / 4 * (spread(id, tries) % kShares) / kShares;
}

Decision decide(const Payment& payment, const PaymentCommand& command, Instant now) {
    switch (command.command) {
        case Command::authorize:
            return authorize(payment, command, now);
        case Command::capture:
            return capture(payment, now);
        case Command::void_:
            return void_(payment, command, now);
        case Command::refund:
            return refund(payment, command, now);
        default:
            throw Bug("a command that is not for a payment");
    }
}

bool is_waited_for(State state, Operation operation) {
    const bool unwritten = state == State::none && operation == Operation::authorize;
    return unwritten || open_call(state) == operation;
}

Decision take(const Payment& payment, Operation operation, std::int64_t refund_to,
              const GatewayOutcome& outcome, Instant now) {
    const bool other_refund = operation == Operation::refund && refund_to != payment.refund_to;
    if (!is_waited_for(payment.state, operation) || other_refund) return unanswered(payment);
    if (outcome.kind == GatewayOutcome::Kind::silence) {
        if (payment.state != State::none) return unanswered(payment);
        return calling(payment, State::authorizing, now, 2);
    }
    const bool ok = outcome.kind == GatewayOutcome::Kind::ok;
    switch (operation) {
        case Operation::authorize:
            return ok ? settled(payment, State::authorized, Answer::authorized)
                      : refused(payment, State::declined, Answer::declined, outcome.reason);
        case Operation::capture:
            return ok ? settled(payment, State::captured, Answer::captured)
                      : refused(payment, State::capture_refused, Answer::capture_refused,
                                outcome.reason);
        case Operation::void_:
            return ok ? settled(payment, State::voided, Answer::voided)
                      : told_only(payment, outcome.reason);
        case Operation::refund:
            return ok ? refund_answered(payment) : told_only(payment, outcome.reason);
    }
    throw Bug("no operation of the gateway");
}

bool is_due(Instant next_attempt_at, Instant now) {
    return now >= next_attempt_at || next_attempt_at - now > kRetryMax;
}

Decision ask_again(const Payment& payment, Instant now) {
    if (!open_call(payment.state) || !payment.next_attempt_at) return unanswered(payment);
    if (!is_due(*payment.next_attempt_at, now)) return unanswered(payment);
    auto next = payment;
    ++next.tries;
    next.next_attempt_at = now + retry_delay(payment.id, next.tries);
    const auto call = open_call(next.state);
    return {.next = std::move(next), .reply = {}, .call = call};
}

Decision ask_now(const Payment& payment) {
    return {.next = payment, .reply = {}, .call = open_call(payment.state)};
}

}  // namespace viaja::payment
