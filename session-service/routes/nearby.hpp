#pragma once
// Airports around those that were asked for, by their distance over the ground. Pure; any thread.

#include <string>
#include <vector>

#include "session-service/routes/route_query.hpp"

namespace viaja::routes {

/// Kilometres along the surface of a sphere of 6371 km.
double distance_km(const Airport& one, const Airport& other);

struct Sides {
    std::vector<std::string> from;
    std::vector<std::string> to;
};

/// The two airports, and those within `km` of each, the nearest first, at most kAirportsOfASideMax
/// a side. One that is near both belongs to the nearer. Both are in the timetable, and not the
/// same.
Sides sides_near(const Timetable& timetable, const std::string& from, const std::string& to,
                 int km);

}  // namespace viaja::routes
