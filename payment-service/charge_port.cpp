#include "payment-service/charge_port.hpp"

#include <array>
#include <utility>

#include "common/runtime/log.hpp"
#include "common/text/hexadecimal.hpp"
#include "common/text/whole_number.hpp"
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

ChargePort::ChargePort(TestBank& bank, runtime::Loop& loop, const Clock& clock, Random& random,
                       Settings settings, Webhook::Submit submit)
    : loop_(loop),
      clock_(clock),
      test_mode_(settings.test_mode),
      is_set_(!settings.secret.empty()),
      secret_(secret_or_new(std::move(settings.secret), random)),
      webhook_(clock, secret_, std::move(submit)),
      page_(bank) {
    if (!is_set_ && !test_mode_) {
        runtime::log_warning(
            "VIAJA_WEBHOOK_SECRET is not set: reports of a gateway are refused, and each Pix is "
            "found by looks at the gateway alone");
    }
    bank.on_paid([this](const std::string& stem, const PaidReceipt& receipt,
                        const std::string& currency) { report(stem, receipt, currency); });
}

void ChargePort::add_routes(http::Router& router) {
    webhook_.add_route(router);
    if (test_mode_) page_.add_routes(router);
}

void ChargePort::report(const std::string& stem, const PaidReceipt& receipt,
                        const std::string& currency) {
    const auto slash = stem.find('/');
    const auto session_id = SessionId::parse(stem.substr(0, slash));
    const auto attempt = whole_number<int>(stem.substr(slash + 1));
    if (!session_id || !attempt) return;
    http::Request request;
    request.method = "POST";
    request.target = request.path = "/v1/webhooks/pix";
    request.body =
        webhook_body({.session_id = *session_id, .attempt = *attempt}, receipt, currency);
    request.headers.add(std::string(kSignatureHeader), sign(secret_, request.body, clock_.now()));
    request.request_id = "evt_" + receipt.id;
    loop_.post([this, request = std::move(request)] {
        webhook_.handle(request, [](const http::Response&) {});
    });
}

}  // namespace viaja::payment
