#pragma once
// The currencies in which things are sold, and how many digits of an amount stand behind the point.
// Pure; any thread.

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace viaja {

struct Currency {
    std::string_view code;  ///< of ISO 4217
    int minor_digits = 2;   ///< BRL 1031.90, JPY 1031
};

inline constexpr std::array kCurrencies = {
    Currency{"ARS"},    Currency{"AUD"},    Currency{"BRL"}, Currency{"CAD"}, Currency{"CHF"},
    Currency{"CLP", 0}, Currency{"CNY"},    Currency{"COP"}, Currency{"EUR"}, Currency{"GBP"},
    Currency{"JPY", 0}, Currency{"KRW", 0}, Currency{"MXN"}, Currency{"PEN"}, Currency{"PYG", 0},
    Currency{"USD"},    Currency{"UYU"},    Currency{"ZAR"},
};

constexpr std::string_view kCurrencyRule = "must be a currency that is sold in, such as BRL";

/// Nullopt for a currency that nothing is sold in: an amount of it cannot be read.
constexpr std::optional<int> minor_digits(std::string_view currency) {
    const auto* const found = std::ranges::find(kCurrencies, currency, &Currency::code);
    return found == kCurrencies.end() ? std::nullopt : std::optional(found->minor_digits);
}

}  // namespace viaja
