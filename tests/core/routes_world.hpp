#pragma once
// Small networks written as lines, and routes as text, for the tests of the search for routes. One
// thread.

#include <memory>
#include <string>
#include <vector>

#include "session-service/routes/routes.hpp"

namespace viaja::routes {

class RoutesWorld {
  public:
    /// A line: "AA1 GRU-REC 09:00 +190 100" leaves at 09:00 and lands 190 minutes later for 100
    /// centavos; then, where wanted, weekdays ("days=16"), "first=2026-12-22", "last=2026-12-20",
    /// "as=BB7" (operated by BB as BB7). The number's letters are the carrier.
    explicit RoutesWorld(const std::vector<std::string>& flights);

    /// "AA1 2026-12-20T09:00 > 2026-12-20T12:10, …" of the best routes, in the order `price`; local
    /// times.
    std::vector<std::string> best() const;
    std::string text_of(const Route& route) const;
    std::vector<std::string> texts_of(const std::vector<Route>& routes) const;

    /// "GRU REC", or sets of airports "GRU,CGH REC".
    RoutesWorld& ask(const std::string& from_to, const std::string& date);
    RoutesWorld& now(const std::string& instant);

    const Timetable& timetable() const { return *timetable_; }
    std::shared_ptr<const Timetable> shared_timetable() const { return timetable_; }

    RouteQuery query;
    std::vector<LeftOut> left_out;

  private:
    std::vector<Schedule> schedules_;
    std::shared_ptr<const Timetable> timetable_;
};

/// The airports that lines may name, with their real zones and countries.
std::vector<Airport> world_airports();

}  // namespace viaja::routes
