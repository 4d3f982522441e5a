#pragma once
// Whole numbers in text. Pure; any thread.

#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace viaja {

/// The decimal number that is the whole text: digits behind at most one '-', and nothing around
/// them. nullopt for any other text and for a number that is not `least` to `most`.
template <std::integral Number>
std::optional<Number> whole_number(std::string_view text,
                                   Number least = std::numeric_limits<Number>::min(),
                                   Number most = std::numeric_limits<Number>::max()) {
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool whole = error == std::errc() && stop == end;
    if (!whole || number < least || number > most) return std::nullopt;
    return number;
}

}  // namespace viaja
