#pragma once
// Fills a WallClock from the time zone data of this machine (common/catalogue/zones.hpp). Not part
// of the pure search. Any thread.

#include <string>
#include <vector>

#include "session-service/routes/wall_clock.hpp"

namespace viaja::routes {

/// How many days a table has: those of the sale, a few before the first and after the last, since a
/// route may begin yesterday by one clock and end days later by another, and five weeks of use.
constexpr int kWallClockDays = 384;

/// The table from `first` on, for `days` days. Reads the file of each zone. Throws
/// std::runtime_error for a zone that this machine does not have.
WallClock read_wall_clock(std::vector<std::string> zones, Date first, int days = kWallClockDays);

}  // namespace viaja::routes
