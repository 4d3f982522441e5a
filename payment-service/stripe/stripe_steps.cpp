#include "payment-service/stripe/stripe_steps.hpp"

#include <algorithm>

namespace viaja::payment {
namespace {

using Kind = StripeStep::Kind;

StripeStep ok() {
    return {Kind::answer, GatewayOutcome::ok()};
}
StripeStep no(std::string reason) {
    return {Kind::answer, GatewayOutcome::no(std::move(reason))};
}
StripeStep next(Kind kind) {
    return {kind, {}};
}

StripeStep authorize(const StripeIntent& intent) {
    if (intent.status == "requires_capture" || intent.status == "succeeded") return ok();
    if (!intent.decline.empty()) return no(intent.decline);
    if (intent.status == "requires_confirmation") return next(Kind::confirm);
    if (intent.status == "requires_payment_method") return no("payment_method_missing");
    if (intent.status == "canceled") return intent.was_authorized ? ok() : no("voided");
    return next(Kind::wait);
}

StripeStep capture(const GatewayCall& call, const StripeIntent& intent) {
    if (intent.amount != call.amount) return no("amount_mismatch");
    if (intent.status == "succeeded") return ok();
    if (intent.status == "requires_capture") return next(Kind::capture);
    if (intent.status == "canceled") return no("voided");
    if (intent.status == "requires_confirmation" || intent.status == "requires_payment_method") {
        return no("not_authorized");
    }
    return next(Kind::wait);
}

StripeStep cancel(const GatewayCall& call, const StripeIntent& intent) {
    if (intent.status == "canceled") return ok();
    if (intent.status == "succeeded") return intent.settled == call.key() ? ok() : no("captured");
    if (intent.status == "processing") return next(Kind::wait);
    return next(Kind::cancel);
}

StripeStep refund(const GatewayCall& call, const StripePayment& payment) {
    const auto is_ours = [&](const auto& one) { return one.key == call.key(); };
    const auto is_back = [&](const auto& one) { return is_ours(one) && !one.has_failed(); };
    if (std::ranges::any_of(payment.refunds, is_back)) return ok();
    if (payment.intent.settled == call.key()) return ok();
    // Not made again: the bank has said that the money cannot be brought in this way.
    if (std::ranges::any_of(payment.refunds, is_ours)) return no("refund_failed");
    if (payment.intent.status == "processing") return next(Kind::wait);
    if (payment.intent.status != "succeeded") return no("not_captured");
    std::int64_t left = payment.intent.received;
    for (const auto& other : payment.refunds)
        if (!other.has_failed()) left -= other.amount;
    if (call.amount.amount > left) return no("more_than_captured");
    return next(Kind::refund);
}

}  // namespace

StripeStep step_of(const GatewayCall& call, const StripePayment& payment) {
    switch (call.operation) {
        case Operation::authorize:
            return authorize(payment.intent);
        case Operation::capture:
            return capture(call, payment.intent);
        case Operation::void_:
            return cancel(call, payment.intent);
        case Operation::refund:
            return refund(call, payment);
    }
    return {};
}

GatewayOutcome outcome_without_intent(Operation operation) {
    return GatewayOutcome::no(operation == Operation::refund ? "not_captured" : "not_authorized");
}

GatewayOutcome outcome_of_forbidden(Operation operation) {
    switch (operation) {
        case Operation::authorize:
        case Operation::capture:
            return GatewayOutcome::no("voided");
        case Operation::void_:
            return GatewayOutcome::ok();
        case Operation::refund:
            return GatewayOutcome::no("not_captured");
    }
    return GatewayOutcome::silence();
}

bool is_refusal(Operation operation, const std::string& reason) {
    if (operation != Operation::capture) return true;
    return reason == "charge_expired_for_capture" || reason == "amount_too_large";
}

}  // namespace viaja::payment
