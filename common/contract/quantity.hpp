#pragma once
// How many of one thing a hold is for, and how many persons or things a search. The number is
// written out in docs/, docs/openapi.yaml, docs/asyncapi.yaml, web/src and two comments;
// tests/docs/quantity_test.cpp compares them with this one. Pure; any thread.

#include <cstdint>
#include <string>

namespace viaja {

constexpr int kQuantityMax = 9;

constexpr bool is_quantity(std::int64_t number) {
    return number >= 1 && number <= kQuantityMax;
}

/// For sentences: "1 to 9".
inline std::string quantity_range() {
    return "1 to " + std::to_string(kQuantityMax);
}

}  // namespace viaja
