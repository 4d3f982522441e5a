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

}  // namespace viaja
