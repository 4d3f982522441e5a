#pragma once
// What of payments is reached over HTTP: the webhooks of the gateways, and in test mode the page of
// the test bank, whose reports go through the webhook for Pix, signed as those of any gateway are.

#include <optional>
#include <string>
#include <vector>

#include "common/http/router.hpp"
#include "common/runtime/loop.hpp"
#include "payment-service/stripe_webhook.hpp"
#include "payment-service/test_bank.hpp"
#include "payment-service/test_bank_page.hpp"
#include "payment-service/webhook.hpp"
#include "payment-service/webhook_secrets.hpp"

namespace viaja::payment {

/// Construct it on the loop's thread, before the bank is paid for the first time. It outlives the
/// router's server; all arguments outlive it.
class PaymentPort {
  public:
    struct Settings {
        WebhookSecrets secrets = {};
        bool test_mode = false;
    };
    PaymentPort(TestBank& bank, runtime::Loop& loop, const Clock& clock, Random& random,
                Settings settings, Webhook::Submit submit);
    PaymentPort(const PaymentPort&) = delete;
    PaymentPort& operator=(const PaymentPort&) = delete;

    void add_routes(http::Router& router);
    std::vector<http::Metric> metrics() const;

  private:
    /// Sent once: payment looks at the bank's books besides.
    void report(const std::string& stem, const PaidReceipt& receipt, const std::string& currency);

    runtime::Loop& loop_;
    const Clock& clock_;
    const bool test_mode_;
    const bool is_set_;
    const std::string secret_;
    Webhook webhook_;
    std::optional<StripeWebhook> stripe_webhook_;
    TestBankPage page_;
};

}  // namespace viaja::payment
