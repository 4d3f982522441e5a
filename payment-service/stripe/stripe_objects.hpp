#pragma once
// What of Stripe's objects is used, read from the text of its answers. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/money.hpp"

namespace viaja::payment {

struct StripeIntent {
    std::string id;
    std::string status;  ///< "requires_confirmation", "requires_capture", "succeeded", …
    Money amount;
    std::int64_t received = 0;    ///< what was captured
    std::string decline;          ///< why its last confirmation was refused; empty: it was not
    bool was_authorized = false;  ///< its card was charged or reserved, whatever became of that
    std::string settled;          ///< the key of an undo that a person has settled; or empty
};

struct StripeRefund {
    std::string id;
    std::string key;  ///< of our call, in its metadata; empty: made by hand
    std::int64_t amount = 0;
    std::string status;

    /// Its money did not reach the traveller, and is not taken from what is left.
    bool has_failed() const { return status == "failed" || status == "canceled"; }
};

/// Of an answer that is no success.
struct StripeError {
    std::string type;    ///< "card_error", "invalid_request_error", "idempotency_error", …
    std::string reason;  ///< the decline code, else the code, else the type; of [a-z0-9_], or empty
};

/// The name of our call in the metadata of a refund; a payment's is in that of its intent.
constexpr std::string_view kCallInMetadata = "viaja_call";
constexpr std::string_view kPaymentInMetadata = "viaja_payment";
/// Written by a person into the metadata of an intent: the key of a void or refund whose money the
/// traveller has got back in another way.
constexpr std::string_view kSettledInMetadata = "viaja_settled";

/// Nullopt where the text is no such object. The id may stand in a path.
std::optional<StripeIntent> stripe_intent(const std::string& text);
std::optional<StripeRefund> stripe_refund(const std::string& text);
/// Of an object of whatever kind.
std::optional<std::string> stripe_id(const std::string& text);

/// One page of a list.
struct StripeRefunds {
    std::vector<StripeRefund> refunds;
    bool has_more = false;
};
std::optional<StripeRefunds> stripe_refunds(const std::string& text);

/// The ids of what a search has found; nullopt, too, where that is more than one page.
std::optional<std::vector<std::string>> stripe_ids_found(const std::string& text);

StripeError stripe_error(const std::string& text);

/// What Stripe reports by a webhook. Its object is not read, since it may be older than what is
/// known; but a refund that has failed stays so.
struct StripeEvent {
    std::string type;            ///< "payment_intent.succeeded", "refund.updated", …
    bool is_of_payment = false;  ///< of an intent, a charge or a refund
    /// The name that we gave to the payment, by the metadata of the event's object; empty: none of
    /// ours.
    std::string payment;
    std::optional<StripeRefund> failed_refund;
};
std::optional<StripeEvent> stripe_event(const std::string& text);

}  // namespace viaja::payment
