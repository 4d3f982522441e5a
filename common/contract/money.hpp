#pragma once
// Money as integer minor units; never a float. Pure value.

#include <cstdint>
#include <string>

namespace viaja {

/// `amount` in the currency's minor unit (centavos), `currency` an ISO 4217 code.
struct Money {
    std::int64_t amount = 0;
    std::string currency = "BRL";

    bool operator==(const Money&) const = default;
};

/// Of any amount on the wire: a larger one makes its message unreadable.
constexpr std::int64_t kAmountMax = 1'000'000'000'000;

}  // namespace viaja
