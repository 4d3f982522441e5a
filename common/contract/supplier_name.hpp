#pragma once
// Names of suppliers of other items, as they stand in addresses and requests. Pure; any thread.

#include <algorithm>
#include <string_view>

namespace viaja {

/// For sentences that refuse one: "must be …".
constexpr std::string_view kSupplierNameRule = "1 to 32 small letters, digits or \"-\"";

constexpr bool is_supplier_name(std::string_view text) {
    constexpr std::size_t kBytesMax = 32;
    return !text.empty() && text.size() <= kBytesMax && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

}  // namespace viaja
