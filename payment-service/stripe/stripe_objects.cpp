#include "payment-service/stripe/stripe_objects.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/text/json_text.hpp"

namespace viaja::payment {
namespace {

using nlohmann::json;

constexpr std::size_t kIdMax = 255;
constexpr std::size_t kReasonMax = 64;
constexpr std::array<std::string_view, 3> kEventsOfPayments{"payment_intent.", "charge.",
                                                            "refund."};

std::string text_in(const json& object, std::string_view name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<std::int64_t> number_in(const json& object, std::string_view name) {
    if (!object.is_object()) return std::nullopt;
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

json member(const json& object, std::string_view name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found == object.end() ? json() : *found;
}

bool is_of(std::string_view text, std::string_view more, std::size_t longest) {
    if (text.empty() || text.size() > longest) return false;
    return std::ranges::all_of(text, [&](char c) {
        const bool small = c >= 'a' && c <= 'z';
        return small || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
    });
}

bool is_id(std::string_view text) {
    return is_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_-", kIdMax);
}

/// The first that may be shown and logged.
std::string reason_in(const json& error) {
    for (const auto* name : {"decline_code", "code", "type"})
        if (auto text = text_in(error, name); is_of(text, "_", kReasonMax)) return text;
    return {};
}

/// "<session>/<attempt>" of "<session>/<attempt>/<operation>…".
std::string stem_of_key(const std::string& key) {
    const auto attempt_at = key.find('/');
    if (attempt_at == std::string::npos) return {};
    return key.substr(0, key.find('/', attempt_at + 1));
}

std::string upper_case(std::string text) {
    for (auto& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

std::optional<StripeRefund> refund_in(const json& object) {
    const auto amount = number_in(object, "amount");
    StripeRefund refund;
    refund.id = text_in(object, "id");
    refund.status = text_in(object, "status");
    if (!amount || !is_id(refund.id) || refund.status.empty()) return std::nullopt;
    refund.amount = *amount;
    refund.key = text_in(member(object, "metadata"), kCallInMetadata);
    return refund;
}

}  // namespace

std::optional<StripeIntent> stripe_intent(const std::string& text) {
    const auto object = parse_json(text);
    const auto amount = number_in(object, "amount");
    StripeIntent intent;
    intent.id = text_in(object, "id");
    intent.status = text_in(object, "status");
    if (!amount || !is_id(intent.id) || intent.status.empty()) return std::nullopt;
    intent.amount = {*amount, upper_case(text_in(object, "currency"))};
    intent.received = number_in(object, "amount_received").value_or(0);
    const auto error = member(object, "last_payment_error");
    if (error.is_object()) {
        intent.decline = reason_in(error);
        if (intent.decline.empty()) intent.decline = "declined";
    }
    intent.was_authorized = text_in(member(object, "latest_charge"), "status") == "succeeded";
    intent.settled = text_in(member(object, "metadata"), kSettledInMetadata);
    return intent;
}

std::optional<StripeRefund> stripe_refund(const std::string& text) {
    return refund_in(parse_json(text));
}

std::optional<std::string> stripe_id(const std::string& text) {
    auto id = text_in(parse_json(text), "id");
    return is_id(id) ? std::optional(std::move(id)) : std::nullopt;
}

std::optional<StripeRefunds> stripe_refunds(const std::string& text) {
    const auto object = parse_json(text);
    const auto list = member(object, "data");
    const auto more = member(object, "has_more");
    if (!list.is_array() || !more.is_boolean()) return std::nullopt;
    StripeRefunds page;
    page.has_more = more.get<bool>();
    for (const auto& item : list) {
        auto refund = refund_in(item);
        if (!refund) return std::nullopt;  // one that cannot be read might be the one looked for
        page.refunds.push_back(*std::move(refund));
    }
    return page;
}

std::optional<std::vector<std::string>> stripe_ids_found(const std::string& text) {
    const auto object = parse_json(text);
    const auto list = member(object, "data");
    if (!list.is_array() || member(object, "has_more") != json(false)) return std::nullopt;
    std::vector<std::string> ids;
    for (const auto& item : list) {
        ids.push_back(text_in(item, "id"));
        if (!is_id(ids.back())) return std::nullopt;
    }
    return ids;
}

std::optional<StripeEvent> stripe_event(const std::string& text) {
    const auto body = parse_json(text);
    const auto object = member(member(body, "data"), "object");
    StripeEvent event;
    event.type = text_in(body, "type");
    if (event.type.empty() || !object.is_object()) return std::nullopt;
    event.is_of_payment =
        std::ranges::any_of(kEventsOfPayments, [&](auto of) { return event.type.starts_with(of); });
    const auto metadata = member(object, "metadata");
    event.payment = text_in(metadata, kPaymentInMetadata);
    // A refund has the key of its call, which begins with the payment's name.
    if (event.payment.empty()) event.payment = stem_of_key(text_in(metadata, kCallInMetadata));
    if (text_in(object, "object") == "refund") {
        event.failed_refund = refund_in(object);
        if (event.failed_refund && !event.failed_refund->has_failed()) event.failed_refund.reset();
    }
    return event;
}

StripeError stripe_error(const std::string& text) {
    const auto error = member(parse_json(text), "error");
    return {.type = text_in(error, "type"), .reason = reason_in(error)};
}

}  // namespace viaja::payment
