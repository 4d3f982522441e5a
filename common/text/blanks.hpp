#pragma once
// White space around text. Pure; any thread.

#include <string_view>

namespace viaja {

/// Around the parts of a header field.
constexpr std::string_view kSpaceAndTab = " \t";
/// Between the tokens of JSON.
constexpr std::string_view kJsonBlanks = " \t\r\n";

/// `text` without the blanks at both ends.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace viaja
