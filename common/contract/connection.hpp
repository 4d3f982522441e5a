#pragma once
// How long it takes at least to change from one flight to the next at an airport. Pure; any thread.

#include <cstdint>

namespace viaja {

/// The least minutes between the arrival of a flight and the departure of the next one.
struct MinimumConnection {
    std::int16_t domestic = 45;       ///< where both flights stay in one country
    std::int16_t international = 90;  ///< where one of them does not
    bool operator==(const MinimumConnection&) const = default;
};

}  // namespace viaja
