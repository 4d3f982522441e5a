#include "session-service/routes/plan.hpp"

#include <algorithm>

#include "common/contract/check.hpp"
#include "common/contract/sale_window.hpp"

namespace viaja::routes {
namespace {

std::vector<AirportIndex> positions(const Timetable& timetable,
                                    const std::vector<std::string>& codes) {
    std::vector<AirportIndex> result;
    for (const std::string& code : codes) {
        const auto airport = timetable.find_airport(code);
        check(airport.has_value(), "a query with an unknown airport was planned");
        if (std::ranges::find(result, *airport) == result.end()) result.push_back(*airport);
    }
    return result;
}

}  // namespace

Plan::Plan(const Timetable& timetable_of_plan, const RouteQuery& query_of_plan)
    : timetable(timetable_of_plan),
      query(query_of_plan),
      origins(positions(timetable, query.from)),
      destinations(positions(timetable, query.to)),
      sides(timetable.airports(), Side::neither),
      refused(timetable.carriers(), query.only),
      preference(timetable.carriers(), UINT16_MAX),
      day(day_of(query.date)),
      now(minute_of(query.now)) {
    for (const AirportIndex airport : origins)
        sides[airport] = Side::origin;
    for (const AirportIndex airport : destinations)
        sides[airport] = Side::destination;
    const std::size_t zones = timetable.clock().zones().size();
    last_sale_days.reserve(zones);
    for (std::size_t zone = 0; zone < zones; ++zone) {
        const Day today = timetable.clock().local_day(static_cast<Zone>(zone), now);
        last_sale_days.push_back(today + kDaysAheadMax);
    }
    std::uint16_t place = 0;
    for (const std::string& code : query.carriers) {
        const auto carrier = timetable.find_carrier(code);
        if (!carrier || preference[*carrier] != UINT16_MAX) continue;
        preference[*carrier] = place++;
        refused[*carrier] = false;
    }
    for (const std::string& code : query.excluded) {
        if (const auto carrier = timetable.find_carrier(code)) refused[*carrier] = true;
    }
}

}  // namespace viaja::routes
