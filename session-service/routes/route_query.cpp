#include "session-service/routes/route_query.hpp"

#include <algorithm>

namespace viaja::routes {
namespace {

std::optional<Problem> problem_of_side(const Timetable& timetable, const std::string& field,
                                       const std::vector<std::string>& codes) {
    if (codes.empty() || codes.size() > kAirportsOfASideMax) return Problem{field, "out_of_range"};
    for (const std::string& code : codes) {
        if (!timetable.find_airport(code)) return Problem{field, "unknown_airport", code};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> problem_of(const Timetable& timetable, const RouteQuery& query) {
    if (auto problem = problem_of_side(timetable, "from", query.from)) return problem;
    if (auto problem = problem_of_side(timetable, "to", query.to)) return problem;
    for (const std::string& code : query.to) {
        if (std::ranges::find(query.from, code) != query.from.end()) {
            return Problem{"to", "overlap", code};
        }
    }
    if (!query.date.ok()) return Problem{"date", "out_of_range"};
    const Day day = day_of(query.date);
    const WallClock& clock = timetable.clock();
    if (day - kDaysBeforeMax < clock.first() || day + kDaysAfterMax > clock.last()) {
        return Problem{"date", "outside_of_table", iso_date(query.date)};
    }
    if (query.max_segments < 1 || query.max_segments > kSegmentsMax) {
        return Problem{"max_segments", "out_of_range", std::to_string(query.max_segments)};
    }
    if (query.layover_max < 0 || query.layover_max > kLayoverMax) {
        return Problem{"layover_max", "out_of_range", std::to_string(query.layover_max)};
    }
    return std::nullopt;
}

}  // namespace viaja::routes
