#pragma once
// What of charges is reached over HTTP: the webhook of the gateway, and in test mode the page of
// the test bank, whose reports go through that webhook, signed as those of any gateway are.

#include <string>
#include <vector>

#include "common/http/router.hpp"
#include "common/runtime/loop.hpp"
#include "payment-service/test_bank.hpp"
#include "payment-service/test_bank_page.hpp"
#include "payment-service/webhook.hpp"

namespace viaja::payment {

/// Construct it on the loop's thread, before the bank is paid for the first time. It outlives the
/// router's server; all arguments outlive it.
class ChargePort {
  public:
    struct Settings {
        /// VIAJA_WEBHOOK_SECRET; empty: a new one, which nothing outside of this process knows.
        std::string secret;
        bool test_mode = false;
    };
    ChargePort(TestBank& bank, runtime::Loop& loop, const Clock& clock, Random& random,
               Settings settings, Webhook::Submit submit);
    ChargePort(const ChargePort&) = delete;
    ChargePort& operator=(const ChargePort&) = delete;

    void add_routes(http::Router& router);
    std::vector<http::Metric> metrics() const { return webhook_.metrics(); }

  private:
    /// Sent once: payment looks at the bank's books besides.
    void report(const std::string& stem, const PaidReceipt& receipt, const std::string& currency);

    runtime::Loop& loop_;
    const Clock& clock_;
    const bool test_mode_;
    const bool is_set_;
    const std::string secret_;
    Webhook webhook_;
    TestBankPage page_;
};

}  // namespace viaja::payment
