#pragma once
// Variants: one function made of several for std::visit, so that an alternative without a case does
// not compile; and the alternatives as values to choose from. Pure; any thread.

#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

namespace viaja {

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};

/// Calls `visit` with each alternative, default-made, in order.
template <class Variant, class Visit>
void for_each_alternative(Visit visit) {
    [&]<std::size_t... indices>(std::index_sequence<indices...>) {
        (visit(std::variant_alternative_t<indices, Variant>{}), ...);
    }
    (std::make_index_sequence<std::variant_size_v<Variant>>{});
}

/// The first alternative, default-made, that `fits`.
template <class Variant, class Fits>
std::optional<Variant> first_alternative(Fits fits) {
    std::optional<Variant> found;
    for_each_alternative<Variant>([&](auto alternative) {
        if (!found && fits(alternative)) found = std::move(alternative);
    });
    return found;
}

}  // namespace viaja
