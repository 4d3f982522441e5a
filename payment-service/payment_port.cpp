#include "payment-service/payment_port.hpp"

#include <array>
#include <utility>

#include "common/runtime/log.hpp"
#include "common/text/hexadecimal.hpp"
#include "payment-service/payment_stem.hpp"
#include "payment-service/webhook_signature.hpp"

namespace viaja::payment {
namespace {

std::string secret_or_new(std::string setting, Random& random) {
    if (!setting.empty()) return setting;
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    std::string secret;
    for (const auto byte : bytes) {
        secret += kHexDigits[byte >> 4U];
        secret += kHexDigits[byte & 0xfU];
    }
    return secret;
}

}  // namespace

PaymentPort::PaymentPort(TestBank& bank, runtime::Loop& loop, const Clock& clock, Random& random,
                         Settings settings, Webhook::Submit submit)
    : loop_(loop),
      clock_(clock),
      test_mode_(settings.test_mode),
      is_set_(!settings.secrets.pix.empty()),
      secret_(secret_or_new(std::move(settings.secrets.pix), random)),
      webhook_(clock, secret_, submit),
      page_(bank) {
    if (!settings.secrets.stripe.empty()) {
        stripe_webhook_.emplace(clock, std::move(settings.secrets.stripe), std::move(submit));
    }
    if (!is_set_ && !test_mode_) {
        runtime::log_warning(
            "VIAJA_WEBHOOK_SECRET is not set: reports of a gateway are refused, and each Pix is "
            "found by looks at the gateway alone");
    }
    bank.on_paid([this](const std::string& stem, const PaidReceipt& receipt,
                        const std::string& currency) { report(stem, receipt, currency); });
}

void PaymentPort::add_routes(http::Router& router) {
    webhook_.add_route(router);
    if (stripe_webhook_) stripe_webhook_->add_route(router);
    if (test_mode_) page_.add_routes(router);
}

std::vector<http::Metric> PaymentPort::metrics() const {
    auto metrics = webhook_.metrics();
    if (stripe_webhook_) {
        for (auto& metric : stripe_webhook_->metrics())
            metrics.push_back(std::move(metric));
    }
    return metrics;
}

void PaymentPort::report(const std::string& stem, const PaidReceipt& receipt,
                         const std::string& currency) {
    const auto charge = payment_of_stem(stem);
    if (!charge) return;
    http::Request request;
    request.method = "POST";
    request.target = request.path = "/v1/webhooks/pix";
    request.body = webhook_body(*charge, receipt, currency);
    request.headers.add(std::string(kSignatureHeader), sign(secret_, request.body, clock_.now()));
    request.request_id = "evt_" + receipt.id;
    loop_.post([this, request = std::move(request)] {
        webhook_.handle(request, [](const http::Response&) {});
    });
}

}  // namespace viaja::payment
