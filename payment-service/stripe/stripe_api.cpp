#include "payment-service/stripe/stripe_api.hpp"

#include <algorithm>
#include <iterator>

#include "common/text/percent.hpp"

namespace viaja::payment {
namespace {

constexpr std::chrono::milliseconds kWithin{20'000};
constexpr std::chrono::milliseconds kLookWithin{2'000};
constexpr std::string_view kIntentsPath = "/v1/payment_intents";
constexpr std::string_view kRefundsPath = "/v1/refunds";
/// Far more than a payment has parts.
constexpr int kRefundPagesMax = 20;

std::string encoded(const std::vector<std::pair<std::string, std::string>>& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += percent_encoded(name) + "=" + percent_encoded(value);
    }
    return text;
}

std::string lower_case(std::string text) {
    for (auto& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

std::string intent_path(const std::string& intent, std::string_view action = "") {
    return std::string(kIntentsPath) + "/" + intent + std::string(action);
}

StripeMeaning meaning_of(int status, const StripeError& error) {
    if (status == 402) return StripeMeaning::refused;
    if (status == 400) {
        return error.type == "idempotency_error" ? StripeMeaning::key_is_stuck
                                                 : StripeMeaning::unacceptable;
    }
    if (status == 401 || status == 403) return StripeMeaning::no_rights;
    if (status == 404) return StripeMeaning::unknown;
    return status >= 500 ? StripeMeaning::key_is_stuck : StripeMeaning::silent;
}

/// `read` gives the object of a body, or nullopt.
template <class Object, class Read>
StripeReply<Object> reply_of(const IncomingAnswer& answer, Read read) {
    StripeReply<Object> reply;
    reply.status = answer.status;
    if (answer.status / 100 == 2) {
        reply.object = read(answer.body);
        reply.meaning = reply.object ? StripeMeaning::done : StripeMeaning::silent;
        if (!reply.object) reply.reason = "unreadable";
    } else if (answer.status == 0) {
        reply.reason = answer.error;
    } else {
        const auto error = stripe_error(answer.body);
        reply.meaning = meaning_of(answer.status, error);
        reply.reason = error.reason;
    }
    return reply;
}

}  // namespace

StripeApi::StripeApi(HttpClient& client, StripeSettings settings)
    : client_(client), settings_(std::move(settings)) {}

StripeReply<std::string> StripeApi::make_method(const std::string& token, const std::string& key) {
    const auto answer =
        post("/v1/payment_methods", {{"type", "card"}, {"card[token]", token}}, key);
    return reply_of<std::string>(answer, stripe_id);
}

StripeReply<StripeIntent> StripeApi::create(const std::string& stem, const Money& amount,
                                            const std::string& method, const std::string& key) {
    const auto answer = post(std::string(kIntentsPath),
                             {{"amount", std::to_string(amount.amount)},
                              {"currency", lower_case(amount.currency)},
                              {"capture_method", "manual"},
                              {"payment_method_types[0]", "card"},
                              {"payment_method", method},
                              {"metadata[" + std::string(kPaymentInMetadata) + "]", stem}},
                             key);
    return reply_of<StripeIntent>(answer, stripe_intent);
}

StripeReply<StripeIntent> StripeApi::retrieve(const std::string& intent) {
    const auto answer = get(intent_path(intent, "?expand[]=latest_charge"), kWithin);
    return reply_of<StripeIntent>(answer, stripe_intent);
}

StripeReply<std::vector<std::string>> StripeApi::search(const std::string& stem) {
    const auto query = "metadata['" + std::string(kPaymentInMetadata) + "']:'" + stem + "'";
    const auto path = "/search?limit=100&query=" + percent_encoded(query);
    return reply_of<std::vector<std::string>>(get(std::string(kIntentsPath) + path, kWithin),
                                              stripe_ids_found);
}

StripeReply<StripeIntent> StripeApi::confirm(const std::string& intent, const std::string& key) {
    // A question of the bank to the traveller counts as a refusal: no page asks it.
    const auto answer =
        post(intent_path(intent, "/confirm"), {{"error_on_requires_action", "true"}}, key);
    return reply_of<StripeIntent>(answer, stripe_intent);
}

StripeReply<StripeIntent> StripeApi::capture(const std::string& intent, std::int64_t amount,
                                             const std::string& key) {
    const auto answer =
        post(intent_path(intent, "/capture"), {{"amount_to_capture", std::to_string(amount)}}, key);
    return reply_of<StripeIntent>(answer, stripe_intent);
}

StripeReply<StripeIntent> StripeApi::cancel(const std::string& intent, const std::string& key) {
    return reply_of<StripeIntent>(post(intent_path(intent, "/cancel"), {}, key), stripe_intent);
}

StripeReply<StripeRefund> StripeApi::refund(const std::string& intent, std::int64_t amount,
                                            const std::string& call, const std::string& key) {
    const auto answer = post(std::string(kRefundsPath),
                             {{"payment_intent", intent},
                              {"amount", std::to_string(amount)},
                              {"metadata[" + std::string(kCallInMetadata) + "]", call}},
                             key);
    return reply_of<StripeRefund>(answer, stripe_refund);
}

StripeReply<std::vector<StripeRefund>> StripeApi::refunds(const std::string& intent) {
    StripeReply<std::vector<StripeRefund>> all;
    std::vector<StripeRefund> found;
    const std::string path = std::string(kRefundsPath) + "?limit=100&payment_intent=" + intent;
    std::string behind;
    for (int page = 0; page < kRefundPagesMax; ++page) {
        auto reply = reply_of<StripeRefunds>(get(path + behind, kWithin), stripe_refunds);
        if (!reply.object) {
            all.meaning = reply.meaning;
            all.status = reply.status;
            all.reason = std::move(reply.reason);
            return all;
        }
        std::ranges::move(reply.object->refunds, std::back_inserter(found));
        if (!reply.object->has_more || found.empty()) {
            all.object = std::move(found);
            all.meaning = reply.meaning;
            all.status = reply.status;
            return all;
        }
        behind = "&starting_after=" + found.back().id;
    }
    all.reason = "too_many_refunds";
    return all;
}

StripeReply<bool> StripeApi::look() {
    const auto answer = get(std::string(kIntentsPath) + "?limit=1", kLookWithin);
    return reply_of<bool>(answer, [](const std::string&) { return std::optional(true); });
}

IncomingAnswer StripeApi::get(const std::string& path, std::chrono::milliseconds within) {
    auto request = request_of("GET", path);
    request.within = within;
    return client_.call(request);
}

IncomingAnswer StripeApi::post(const std::string& path, const Form& form, const std::string& key) {
    auto request = request_of("POST", path);
    request.within = kWithin;
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.headers.emplace_back("Idempotency-Key", key);
    request.body = encoded(form);
    return client_.call(request);
}

OutgoingRequest StripeApi::request_of(std::string method, const std::string& path) const {
    OutgoingRequest request;
    request.method = std::move(method);
    request.url = settings_.url + path;
    request.headers.emplace_back("Authorization", "Bearer " + settings_.key);
    request.headers.emplace_back("Stripe-Version", std::string(kStripeVersion));
    return request;
}

}  // namespace viaja::payment
