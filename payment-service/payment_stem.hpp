#pragma once
// The name of a payment at gateways, "<session>/<attempt>", read back. Pure; any thread.

#include <optional>
#include <string_view>

#include "common/contract/ids.hpp"

namespace viaja::payment {

/// Nullopt where the text is no such name.
std::optional<PaymentId> payment_of_stem(std::string_view stem);

}  // namespace viaja::payment
