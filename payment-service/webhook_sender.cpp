#include "payment-service/webhook_sender.hpp"

#include <array>
#include <utility>

#include "common/text/hexadecimal.hpp"
#include "common/text/whole_number.hpp"
#include "payment-service/webhook_signature.hpp"

namespace viaja::payment {

TestBank::OnPaid report_to(Webhook& webhook, runtime::Loop& loop, const Clock& clock,
                           std::string secret) {
    return [&webhook, &loop, &clock, secret = std::move(secret)](
               const std::string& stem, const PaidReceipt& receipt, const std::string& currency) {
        const auto slash = stem.find('/');
        const auto session_id = SessionId::parse(stem.substr(0, slash));
        const auto attempt = whole_number<int>(stem.substr(slash + 1));
        if (!session_id || !attempt) return;
        http::Request request;
        request.method = "POST";
        request.target = request.path = "/v1/webhooks/pix";
        request.body =
            webhook_body({.session_id = *session_id, .attempt = *attempt}, receipt, currency);
        request.headers.add(std::string(kSignatureHeader), sign(secret, request.body, clock.now()));
        request.request_id = "evt_" + receipt.id;
        loop.post([&webhook, request = std::move(request)] {
            webhook.handle(request, [](const http::Response&) {});
        });
    };
}

std::string webhook_secret(const std::string& setting, Random& random) {
    if (!setting.empty()) return setting;
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    std::string secret;
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i)
            number = number << 8U | bytes[at + i];
        secret += hexadecimal(number);
    }
    return secret;
}

}  // namespace viaja::payment
