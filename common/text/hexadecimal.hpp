#pragma once
// Hexadecimal digits. Pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace viaja {

constexpr std::string_view kHexDigits = "0123456789abcdef";

/// Of a digit in either case.
constexpr std::optional<int> hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return std::nullopt;
}

/// All 16 digits, in lower case.
inline std::string hexadecimal(std::uint64_t number) {
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
        *digit = kHexDigits[number & 0xfU];
        number >>= 4U;
    }
    return text;
}

}  // namespace viaja
