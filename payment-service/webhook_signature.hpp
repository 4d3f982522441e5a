#pragma once
// The signature of a webhook, as `Viaja-Signature: t=1795755600,v1=5257a8…`, or the same in
// `Stripe-Signature`: HMAC-SHA256 over "<t>.<raw body>" with a secret that only the gateway and
// payment-service have. Several v1 may stand there while the secret is changed; what else stands
// there is not looked at. Any thread.

#include <string>
#include <string_view>

#include "common/contract/time.hpp"
#include "common/http/problem.hpp"

namespace viaja::payment {

constexpr std::string_view kSignatureHeader = "Viaja-Signature";

/// How far the time of a signature may lie from the receiver's: so long a copy could be replayed,
/// which changes nothing since each receipt is taken once.
constexpr Duration kSignatureTolerance = std::chrono::minutes(5);

/// The value of the header.
std::string sign(std::string_view secret, std::string_view body, Instant now);

/// True if one of its signatures is that of the body, compared in constant time, and its time is
/// near `now`.
bool is_signed(std::string_view secret, std::string_view header, std::string_view body,
               Instant now);

/// The answer where none of them is.
http::Problem bad_signature();

}  // namespace viaja::payment
