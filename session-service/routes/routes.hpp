#pragma once
// The search for routes over the flights of all carriers: the best ones, all of them page by page,
// and the cheapest of each day. Pure: the same timetable and query give the same answer on every
// replica. Each call needs one thread for up to some milliseconds and keeps nothing afterwards.
//
// Every function expects a query without a problem (problem_of) and throws Bug otherwise.

#include <cstdint>
#include <optional>
#include <vector>

#include "session-service/routes/order.hpp"

namespace viaja::routes {

struct Found {
    std::vector<Route> routes;
    bool truncated = false;  ///< the query's work_max was reached, so routes may be missing
    std::uint64_t work = 0;  ///< flights and pairs of airports looked at
};

/// The routes that no other beats (front.hpp), routes of the next day included where the query
/// says so. In the order `price`.
Found best_routes(const Timetable& timetable, const RouteQuery& query);

/// `best` measures by the lowest price and the shortest duration among `routes`.
void sort_routes(const Timetable& timetable, const RouteQuery& query, Order order,
                 std::vector<Route>& routes);

/// A route with those that are the same flights under other numbers.
struct Offer {
    Route route;
    std::vector<Route> also_sold_as = {};
    bool cheapest = false;
    bool fastest = false;
};
/// Keeps the order of `routes`. Of equal routes that the same flights of the same carriers operate
/// the first stands for all. Marks are given to all routes that have the lowest price of `whole`,
/// and to all that have its shortest duration; `whole` is the scale of the result that the routes
/// are a part of.
std::vector<Offer> offers_of(const Timetable& timetable, const std::vector<Route>& routes,
                             const Scale& whole);

constexpr std::size_t kPageMax = 200;

/// So many routes behind a page are found with it: one that is not full is enough for `more`.
constexpr std::size_t kRoutesBehindPage = 8;

struct Page {
    std::vector<Route> routes;
    /// The next ones behind it, kRoutesBehindPage of them where there are as many.
    std::vector<Route> behind;
    bool more() const { return !behind.empty(); }
    /// Of the last route; nothing on an empty page.
    std::optional<PageKey> last = {};
    /// Of all routes of the query, as they were when the first page was made.
    Scale scale = {};
    /// On the first page: a route with the lowest price and one with the shortest duration.
    std::vector<Route> extremes = {};
    /// The query's work_max was reached, of the routes or of what the scale is measured by.
    bool truncated = false;
    std::uint64_t work = 0;
};

/// Up to `size` (1 to kPageMax) of all routes, also of those that others beat, in `order` behind
/// `after`. The pages of a query show every route once, whichever replica answers; a change of
/// the schedules between two pages repeats no route whose times and price are the same. An `after`
/// of another order is a Bug.
Page page_of_routes(const Timetable& timetable, const RouteQuery& query, Order order,
                    std::size_t size, const std::optional<PageKey>& after = {});

struct CalendarDay {
    Date date;
    std::optional<Route> cheapest =
        {};  ///< the first in the order `price`; none if there is no way
    bool truncated = false;
};
constexpr int kCalendarDaysMax = 31;

/// The cheapest route of each day from the query's date on, for 1 to kCalendarDaysMax days. The
/// query's work_max is that of each day.
std::vector<CalendarDay> calendar(const Timetable& timetable, const RouteQuery& query, int days);

}  // namespace viaja::routes
