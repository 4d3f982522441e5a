#pragma once
// A query translated into positions of one timetable, once, before its search. Any thread.

#include <vector>

#include "session-service/routes/route_query.hpp"

namespace viaja::routes {

/// An airport of which sides of the query.
enum class Side : std::uint8_t { neither, origin, destination };

struct Plan {
    /// The query must have no problem (problem_of); it and the timetable must outlive the plan.
    Plan(const Timetable& timetable, const RouteQuery& query);

    const Timetable& timetable;
    const RouteQuery& query;
    std::vector<AirportIndex> origins;
    std::vector<AirportIndex> destinations;
    std::vector<Side> sides;                ///< by airport
    std::vector<Day> last_sale_days;        ///< by zone
    std::vector<bool> refused;              ///< by carrier
    std::vector<std::uint16_t> preference;  ///< by carrier; less is better
    Day day;
    Minute now;
};

}  // namespace viaja::routes
