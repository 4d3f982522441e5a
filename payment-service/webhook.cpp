#include "payment-service/webhook.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "common/contract/money.hpp"
#include "common/http/problem.hpp"
#include "common/text/visible_ascii.hpp"
#include "payment-service/payment_stem.hpp"
#include "payment-service/webhook_signature.hpp"

namespace viaja::payment {
namespace {

using nlohmann::json;

constexpr std::string_view kPaid = "pix.received";
constexpr std::size_t kReceiptIdMax = 64;
constexpr std::chrono::milliseconds kPatience{5'000};

std::string text_in(const json& body, const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The report; nullopt where the body is none.
std::optional<ReceiptReport> report_in(const json& body) {
    const auto charge = payment_of_stem(text_in(body, "charge"));
    const auto id = text_in(body, "receipt");
    const auto money = body.value("amount", json());
    const bool readable = charge && is_visible_ascii(id, kReceiptIdMax) && money.is_object() &&
                          money.contains("amount") && money["amount"].is_number_integer();
    if (!readable) return std::nullopt;
    ReceiptReport report;
    report.charge = *charge;
    report.receipt = {id, money["amount"].get<std::int64_t>()};
    report.currency = text_in(money, "currency");
    if (report.receipt.amount < 1 || report.receipt.amount > kAmountMax) return std::nullopt;
    return report;
}

http::Response unknown_charge(const std::string& path, const std::string& request_id) {
    return http::problem_response(
        path, request_id,
        http::refusal("not_found",
                      "There is no such charge in this currency; nothing was changed."));
}

http::Metric counted(std::string why, std::uint64_t count) {
    http::Metric metric;
    metric.name = "viaja_payment_webhooks_refused_total";
    metric.help = "Reports of the gateway that were refused, by why";
    metric.samples.push_back({{{"why", std::move(why)}}, static_cast<double>(count)});
    return metric;
}

}  // namespace

Webhook::Webhook(const Clock& clock, std::string secret, Submit submit)
    : clock_(clock), secret_(std::move(secret)), submit_(std::move(submit)) {}

void Webhook::add_route(http::Router& router) {
    router.add("POST", "/v1/webhooks/pix",
               [this](const http::Request& request, const http::PathParameters&,
                      http::Respond respond) { handle(request, std::move(respond)); });
}

void Webhook::handle(const http::Request& request, http::Respond respond) {
    const auto* signature = request.headers.find(kSignatureHeader);
    const bool genuine = signature != nullptr && !secret_.empty() &&
                         is_signed(secret_, *signature, request.body, clock_.now());
    if (!genuine) {
        ++forged_;
        return respond(http::problem_response(request, bad_signature()));
    }
    const auto body = json::parse(request.body, nullptr, false);
    if (body.is_object() && text_in(body, "type") != kPaid && !text_in(body, "type").empty()) {
        return respond(http::Response{.status = 204, .headers = {}, .body = ""});
    }
    auto report = body.is_object() ? report_in(body) : std::nullopt;
    if (!report) {
        ++unreadable_;
        return respond(
            http::problem_response(request, http::refusal("malformed_json",
                                                          "The report cannot be read; nothing was "
                                                          "changed.")));
    }
    report->on_decided = [respond, path = request.path, id = request.request_id](bool taken) {
        respond(taken ? http::Response{.status = 204, .headers = {}, .body = ""}
                      : unknown_charge(path, id));
    };
    auto input = to_input(std::move(*report));
    input.origin.input = "webhook";
    input.origin.context = http::context_of(request);
    input.give_up_at = clock_.moment() + kPatience;
    input.on_failure = [respond, path = request.path, id = request.request_id](Failure) {
        respond(http::problem_response(
            path, id, http::unavailable("The report could not be kept; send it again.", 1)));
    };
    submit_(std::move(input));
}

std::vector<http::Metric> Webhook::metrics() const {
    auto metric = counted("signature", forged_);
    metric.samples.push_back({{{"why", "form"}}, static_cast<double>(unreadable_.load())});
    return {metric};
}

std::string webhook_body(const PaymentId& charge, const PaidReceipt& receipt,
                         const std::string& currency) {
    const json body = {{"id", "evt_" + receipt.id},
                       {"type", kPaid},
                       {"charge", charge.text()},
                       {"receipt", receipt.id},
                       {"amount", {{"amount", receipt.amount}, {"currency", currency}}}};
    return body.dump();
}

}  // namespace viaja::payment
