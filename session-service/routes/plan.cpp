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
        check(airport.has_value(), "a question with an unknown airport was planned");
        if (std::ranges::find(result, *airport) == result.end()) result.push_back(*airport);
    }
    return result;
}

std::optional<Problem> problem_of_side(const Timetable& timetable, const std::string& field,
                                       const std::vector<std::string>& codes) {
    if (codes.empty() || codes.size() > kAirportsOfASideMax) return Problem{field, "out_of_range"};
    for (const std::string& code : codes) {
        if (!timetable.find_airport(code)) return Problem{field, "unknown_airport", code};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> problem_of(const Timetable& timetable, const Question& question) {
    if (auto problem = problem_of_side(timetable, "from", question.from)) return problem;
    if (auto problem = problem_of_side(timetable, "to", question.to)) return problem;
    for (const std::string& code : question.to) {
        if (std::ranges::find(question.from, code) != question.from.end()) {
            return Problem{"to", "overlap", code};
        }
    }
    if (!question.date.ok()) return Problem{"date", "out_of_range"};
    const Day day = day_of(question.date);
    const WallClock& clock = timetable.clock();
    if (day - kDaysBeforeMax < clock.first() || day + kDaysAfterMax > clock.last()) {
        return Problem{"date", "outside_of_table", iso_date(question.date)};
    }
    if (question.max_segments < 1 || question.max_segments > kSegmentsMax) {
        return Problem{"max_segments", "out_of_range", std::to_string(question.max_segments)};
    }
    if (question.layover_max < 0 || question.layover_max > kLayoverMax) {
        return Problem{"layover_max", "out_of_range", std::to_string(question.layover_max)};
    }
    return std::nullopt;
}

Plan::Plan(const Timetable& timetable_of_plan, const Question& question_of_plan)
    : timetable(timetable_of_plan),
      question(question_of_plan),
      origins(positions(timetable, question.from)),
      destinations(positions(timetable, question.to)),
      sides(timetable.airports(), Side::neither),
      refused(timetable.carriers(), question.only),
      preference(timetable.carriers(), UINT16_MAX),
      day(day_of(question.date)),
      now(minute_of(question.now)) {
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
    for (const std::string& code : question.carriers) {
        const auto carrier = timetable.find_carrier(code);
        if (!carrier || preference[*carrier] != UINT16_MAX) continue;
        preference[*carrier] = place++;
        refused[*carrier] = false;
    }
    for (const std::string& code : question.excluded) {
        if (const auto carrier = timetable.find_carrier(code)) refused[*carrier] = true;
    }
}

}  // namespace viaja::routes
