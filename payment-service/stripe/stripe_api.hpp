#pragma once
// Stripe's HTTP API, as far as stripe_caller.hpp uses it. Each request is one member; what an
// answer without its object means is said once, in `StripeMeaning`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/ports/http_client.hpp"
#include "payment-service/stripe/stripe_objects.hpp"

namespace viaja::payment {

/// The version of the API that these requests and objects are of; Stripe answers in it whatever the
/// account's own is.
constexpr std::string_view kStripeVersion = "2024-06-20";

struct StripeSettings {
    std::string url = "https://api.stripe.com";
    std::string key;  ///< secret: never in a log, an error or a row
};

enum class StripeMeaning {
    done,          ///< the object is there
    refused,       ///< 402: by the bank; repeated under this key
    unacceptable,  ///< 400: not executed in the state that the object is in; mostly repeated, too
    key_is_stuck,  ///< 5xx, or 400 idempotency_error: what Stripe repeats under this key
    no_rights,     ///< 401, 403: our secret is wrong
    unknown,       ///< 404: the object is of another account, or of another mode
    silent,        ///< nothing came, or nothing that says what happened; 409, 429
};

template <class Object>
struct StripeReply {
    std::optional<Object> object;
    StripeMeaning meaning = StripeMeaning::silent;
    int status = 0;      ///< of HTTP; 0: no answer
    std::string reason;  ///< unless done: may be logged
};

/// One thread. The client outlives it.
class StripeApi {
  public:
    StripeApi(HttpClient& client, StripeSettings settings);

    /// A payment method of a token `tok_…`; its id.
    StripeReply<std::string> make_method(const std::string& token, const std::string& key);
    /// Not confirmed: moves no money.
    StripeReply<StripeIntent> create(const std::string& stem, const Money& amount,
                                     const std::string& method, const std::string& key);
    StripeReply<StripeIntent> retrieve(const std::string& intent);
    /// The ids of all intents that were made for the stem, but those of the last minute: Stripe's
    /// search lags behind.
    StripeReply<std::vector<std::string>> search(const std::string& stem);
    StripeReply<StripeIntent> confirm(const std::string& intent, const std::string& key);
    StripeReply<StripeIntent> capture(const std::string& intent, std::int64_t amount,
                                      const std::string& key);
    StripeReply<StripeIntent> cancel(const std::string& intent, const std::string& key);
    /// `call` is the key of ours by which the refund is found again.
    StripeReply<StripeRefund> refund(const std::string& intent, std::int64_t amount,
                                     const std::string& call, const std::string& key);
    /// All of them.
    StripeReply<std::vector<StripeRefund>> refunds(const std::string& intent);
    /// Whether Stripe answers and takes our secret. Takes two seconds at most.
    StripeReply<bool> look();

  private:
    using Form = std::vector<std::pair<std::string, std::string>>;

    IncomingAnswer get(const std::string& path, std::chrono::milliseconds within);
    IncomingAnswer post(const std::string& path, const Form& form, const std::string& key);
    OutgoingRequest request_of(std::string method, const std::string& path) const;

    HttpClient& client_;
    const StripeSettings settings_;
};

}  // namespace viaja::payment
