#include "payment-service/stripe_webhook.hpp"

#include <chrono>
#include <utility>

#include "common/http/problem.hpp"
#include "payment-service/payment_stem.hpp"
#include "payment-service/stripe/stripe_objects.hpp"
#include "payment-service/webhook_signature.hpp"

namespace viaja::payment {
namespace {

// Stripe takes any 2xx for received, and sends all else again for three days.
constexpr int kReceived = 200;
// Stripe waits ten seconds and more.
constexpr std::chrono::milliseconds kEventPatience{5'000};

http::Response received() {
    return {.status = kReceived, .headers = {}, .body = ""};
}

http::Metric refused_events(std::uint64_t forged, std::uint64_t unreadable) {
    http::Metric metric;
    metric.name = "viaja_payment_stripe_events_refused_total";
    metric.help = "Events of Stripe that were refused, by why";
    metric.samples.push_back({{{"why", "signature"}}, static_cast<double>(forged)});
    metric.samples.push_back({{{"why", "form"}}, static_cast<double>(unreadable)});
    return metric;
}

}  // namespace

StripeWebhook::StripeWebhook(const Clock& clock, std::string secret, Submit submit)
    : clock_(clock), secret_(std::move(secret)), submit_(std::move(submit)) {}

void StripeWebhook::add_route(http::Router& router) {
    router.add("POST", "/v1/webhooks/stripe",
               [this](const http::Request& request, const http::PathParameters&,
                      http::Respond respond) { handle(request, std::move(respond)); });
}

bool StripeWebhook::is_genuine(const http::Request& request) const {
    const auto* signature = request.headers.find(kStripeSignatureHeader);
    return signature != nullptr && !secret_.empty() &&
           is_signed(secret_, *signature, request.body, clock_.now());
}

void StripeWebhook::handle(const http::Request& request, http::Respond respond) {
    if (!is_genuine(request)) {
        ++forged_;
        return respond(http::problem_response(request, bad_signature()));
    }
    const auto event = stripe_event(request.body);
    if (!event) {
        ++unreadable_;
        return respond(http::problem_response(
            request,
            http::refusal("malformed_json", "The event cannot be read; nothing was changed.")));
    }
    const auto payment = payment_of_stem(event->payment);
    if (!event->is_of_payment || !payment) return respond(received());
    GatewayNews news;
    news.payment = *payment;
    if (const auto& refund = event->failed_refund)
        news.failed_refund = {.id = refund->id, .amount = refund->amount};
    submit(request, std::move(news), std::move(respond));
}

void StripeWebhook::submit(const http::Request& request, GatewayNews news, http::Respond respond) {
    news.on_decided = [respond] { respond(received()); };
    auto input = to_input(std::move(news));
    input.origin.input = "event of Stripe";
    input.origin.context = http::context_of(request);
    input.give_up_at = clock_.moment() + kEventPatience;
    input.on_failure = [respond, path = request.path, id = request.request_id](Failure) {
        respond(http::problem_response(
            path, id, http::unavailable("The event could not be looked at; send it again.", 1)));
    };
    submit_(std::move(input));
}

std::vector<http::Metric> StripeWebhook::metrics() const {
    return {refused_events(forged_, unreadable_)};
}

}  // namespace viaja::payment
