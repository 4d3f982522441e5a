#pragma once
// How large the timetable of a replica may become (docs/routes.md, "Bounds"). Values; any thread.

#include <cstddef>

namespace viaja::routes {

constexpr std::size_t kAirportsMax = 65'535;
constexpr std::size_t kCarriersMax = 1'000;
constexpr std::size_t kFlightsMax = 200'000;  ///< of all carriers

}  // namespace viaja::routes
