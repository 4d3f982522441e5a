#pragma once
// What follows for a call from the state in which its payment is at Stripe. Pure; any thread.

#include <vector>

#include "payment-service/gateway.hpp"
#include "payment-service/stripe/stripe_objects.hpp"

namespace viaja::payment {

/// One request moves the payment one step on; or the call is answered; or the state is one that
/// passes by itself, and the answer is silence.
struct StripeStep {
    enum class Kind { answer, wait, confirm, capture, cancel, refund };

    Kind kind = Kind::wait;
    GatewayOutcome outcome;  ///< with `answer`
    bool operator==(const StripeStep&) const = default;
};

/// A payment at Stripe, read before each step. `refunds` is needed for a refund alone.
struct StripePayment {
    StripeIntent intent;
    std::vector<StripeRefund> refunds;
};

StripeStep step_of(const GatewayCall& call, const StripePayment& payment);

/// The answer without an intent: there was no authorize.
GatewayOutcome outcome_without_intent(Operation operation);
/// The answer where a void has forbidden the authorize: there never will be an intent.
GatewayOutcome outcome_of_forbidden(Operation operation);

/// Whether what Stripe does not take (400), though the state is right for it, is a refusal: true
/// for `authorize`, whose intent is then never confirmed, and for undos, whose `no` ends nothing;
/// of a capture only where it cannot become another answer.
bool is_refusal(Operation operation, const std::string& reason);

}  // namespace viaja::payment
