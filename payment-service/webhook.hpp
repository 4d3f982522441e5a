#pragma once
// POST /v1/webhooks/pix: the gateway reports that a bank has paid. The same report may come never,
// twice, late, in any order, and forged; docs/api.md has its form. Answered only once what it says
// is durable.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/http/router.hpp"
#include "common/ports/clock.hpp"
#include "payment-service/payments.hpp"

namespace viaja::payment {

/// The handlers run on the loop thread; it outlives the router's server.
class Webhook {
  public:
    /// Gives an input to the service; any thread.
    using Submit = std::function<void(Input)>;

    /// `secret` signs the reports; an empty one refuses all of them.
    Webhook(const Clock& clock, std::string secret, Submit submit);

    void add_route(http::Router& router);
    /// As the route does it.
    void handle(const http::Request& request, http::Respond respond);

    /// Of reports that were refused before they were decided.
    std::vector<http::Metric> metrics() const;

  private:
    const Clock& clock_;
    const std::string secret_;
    const Submit submit_;
    std::atomic<std::uint64_t> forged_{0};
    std::atomic<std::uint64_t> unreadable_{0};
};

/// What a report of the gateway says, as its body.
std::string webhook_body(const PaymentId& charge, const PaidReceipt& receipt,
                         const std::string& currency);

}  // namespace viaja::payment
