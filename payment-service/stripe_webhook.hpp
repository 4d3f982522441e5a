#pragma once
// POST /v1/webhooks/stripe: Stripe says that something became of a payment. An event may come
// never, often, late, before the answer to the call that caused it, and forged; so it decides
// nothing. It makes payment ask at once what it would ask a little later: the state is Stripe's
// answer to that (stripe/stripe_caller.hpp). docs/operations.md says how it is set up.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/http/router.hpp"
#include "common/ports/clock.hpp"
#include "payment-service/payments.hpp"

namespace viaja::payment {

constexpr std::string_view kStripeSignatureHeader = "Stripe-Signature";

/// The handlers run on the loop thread; it outlives the router's server.
class StripeWebhook {
  public:
    /// Gives an input to the service; any thread.
    using Submit = std::function<void(Input)>;

    /// `secret` signs the events, `whsec_…`; an empty one refuses all of them.
    StripeWebhook(const Clock& clock, std::string secret, Submit submit);

    void add_route(http::Router& router);
    /// As the route does it.
    void handle(const http::Request& request, http::Respond respond);

    /// Of events that were refused.
    std::vector<http::Metric> metrics() const;

  private:
    bool is_genuine(const http::Request& request) const;
    void submit(const http::Request& request, GatewayNews news, http::Respond respond);

    const Clock& clock_;
    const std::string secret_;
    const Submit submit_;
    std::atomic<std::uint64_t> forged_{0};
    std::atomic<std::uint64_t> unreadable_{0};
};

}  // namespace viaja::payment
