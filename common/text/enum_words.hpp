#pragma once
// Enumerations and their words. An enumeration has words when a function beside it names them:
//
//   constexpr std::string_view name_of(Colour colour) {
//       switch (colour) {
//           case Colour::red: return "red";
//       }
//       return {};
//   }
//
// The switch has no `default`, so one that has no word does not compile. Enumerators count
// from 0 without gaps; nothing lists them a second time. Pure; any thread.

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace viaja {

template <class Enum>
concept HasWords = std::is_enum_v<Enum> && requires(Enum value) {
    { name_of(value) } -> std::same_as<std::string_view>;
};

template <HasWords Enum>
constexpr std::size_t count_of() {
    std::size_t count = 0;
    while (!name_of(static_cast<Enum>(count)).empty())
        ++count;
    return count;
}

/// Every enumerator, in the order of the enumeration.
template <HasWords Enum>
constexpr std::array<Enum, count_of<Enum>()> all_of() {
    std::array<Enum, count_of<Enum>()> all{};
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<Enum>(i);
    return all;
}

/// The enumerator with exactly this word.
template <HasWords Enum>
constexpr std::optional<Enum> named(std::string_view word) {
    for (const Enum value : all_of<Enum>()) {
        if (name_of(value) == word) return value;
    }
    return std::nullopt;
}

}  // namespace viaja
