#pragma once
// Reasons in messages that another service acts on. All others are only kept and shown.

#include <string_view>

namespace viaja {

/// With a `refused` refund: payment-service has no such payment, or has it as one that was never
/// captured. Since a refund is asked for captured money alone, rows of it were lost.
inline constexpr std::string_view kPaymentUnknown = "payment_unknown";
inline constexpr std::string_view kNotCaptured = "not_captured";

/// With a `refused` confirm: its supplier does not keep the hold any more, so it is lost.
inline constexpr std::string_view kGone = "gone";

}  // namespace viaja
