#pragma once
// Answers to a question that ends in (S/N) or (Y/N). Pure; any thread.

#include <optional>
#include <string_view>

namespace viaja::terminal {

/// In either language, whole or by the first letter; nothing for anything else.
constexpr std::optional<bool> yes_or_no(std::string_view typed) {
    for (const std::string_view yes : {"s", "S", "sim", "Sim", "y", "Y", "yes", "Yes"})
        if (typed == yes) return true;
    for (const std::string_view no : {"n", "N", "não", "Não", "nao", "no", "No"})
        if (typed == no) return false;
    return std::nullopt;
}

}  // namespace viaja::terminal
