#pragma once
// Codes of carriers, as they stand in addresses, catalogues and settings. Pure; any thread.

#include <algorithm>
#include <string_view>

namespace viaja {

/// For sentences that refuse one: "a carrier's code is …".
constexpr std::string_view kCarrierCodeRule = "two capital letters or digits";

constexpr bool is_carrier_code(std::string_view text) {
    return text.size() == 2 && std::ranges::all_of(text, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

}  // namespace viaja
