#include "session-service/routes/routes.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "session-service/routes/front.hpp"
#include "session-service/routes/walk.hpp"

namespace viaja::routes {
namespace {

void check_query(const Timetable& timetable, const RouteQuery& query) {
    check(!problem_of(timetable, query), "routes are searched for a query with a problem");
}

/// All routes of a day, those of few segments first, since they make the others hopeless.
template <class Goal>
void visit_all(Walk<Goal>& walk, const Plan& plan, Day day) {
    for (int segments = 1; segments <= plan.query.max_segments; ++segments)
        walk.visit(day, segments);
}

/// A route with the lowest price of all and one with the shortest duration; none if there is no
/// way.
void find_extremes(const Plan& plan, const Bounds& bounds, Page& page) {
    for (const Order order : {Order::price, Order::duration}) {
        TopRoutes top(plan, order, {}, 1, std::nullopt);
        Walk walk(plan, bounds, top);
        visit_all(walk, plan, plan.day);
        const auto routes = top.routes();
        if (!routes.empty()) page.extremes.push_back(routes.front());
        page.truncated = page.truncated || walk.truncated();
    }
}

/// Whether the two are the same flights of the same carriers, maybe under other numbers.
bool same_operation(const Timetable& timetable, const Route& one, const Route& other) {
    if (one.merit() != other.merit()) return false;
    const auto operation = [&timetable](const Segment& segment) {
        const FlightDetails& flight = timetable.flight(segment.flight);
        const OperatedBy own{timetable.carrier(flight.carrier), flight.number};
        return std::pair(flight.operated_by.value_or(own), segment.departs);
    };
    return std::ranges::equal(one.segments(), other.segments(), {}, operation, operation);
}

}  // namespace

Found best_routes(const Timetable& timetable, const RouteQuery& query) {
    check_query(timetable, query);
    const Plan plan(timetable, query);
    const Bounds bounds(plan);
    Front front;
    Walk walk(plan, bounds, front);
    visit_all(walk, plan, plan.day);
    Found found{{}, walk.truncated(), walk.work()};
    if (query.next_day_beats) {
        Overtaking overtaking(front);
        Walk next_day(plan, bounds, overtaking);
        visit_all(next_day, plan, plan.day + 1);
        found.truncated = found.truncated || next_day.truncated();
        found.work += next_day.work();
    }
    found.routes = front.routes();
    sort_routes(timetable, query, Order::price, found.routes);
    return found;
}

void sort_routes(const Timetable& timetable, const RouteQuery& query, Order order,
                 std::vector<Route>& routes) {
    const Plan plan(timetable, query);
    const Scale scale = scale_of(routes);
    std::vector<std::pair<PageKey, Route>> keyed;
    keyed.reserve(routes.size());
    for (const Route& route : routes)
        keyed.emplace_back(key_of(plan, order, scale, route), route);
    std::ranges::sort(keyed, [](const auto& one, const auto& other) {
        return compare(one.first, other.first) < 0;
    });
    std::ranges::transform(keyed, routes.begin(), [](const auto& one) { return one.second; });
}

std::vector<Offer> offers_of(const Timetable& timetable, const std::vector<Route>& routes,
                             const Scale& whole) {
    std::vector<Offer> offers;
    for (const Route& route : routes) {
        const auto same = std::ranges::find_if(offers, [&](const Offer& offer) {
            return same_operation(timetable, offer.route, route);
        });
        if (same != offers.end()) {
            same->also_sold_as.push_back(route);
            continue;
        }
        offers.push_back({.route = route,
                          .cheapest = route.price <= whole.lowest_price,
                          .fastest = route.duration() <= whole.shortest});
    }
    return offers;
}

Page page_of_routes(const Timetable& timetable, const RouteQuery& query, Order order,
                    std::size_t size, const std::optional<PageKey>& after) {
    check_query(timetable, query);
    check(size >= 1 && size <= kPageMax, "a page has 1 to 200 routes");
    check(!after || after->order == order, "a page goes on in another order");
    const Plan plan(timetable, query);
    const Bounds bounds(plan);
    Page page;
    if (!after) find_extremes(plan, bounds, page);
    page.scale = after ? after->scale : scale_of(page.extremes);
    TopRoutes top(plan, order, page.scale, size + kRoutesBehindPage, after);
    Walk walk(plan, bounds, top);
    visit_all(walk, plan, plan.day);
    page.routes = top.routes();
    page.truncated = page.truncated || walk.truncated();
    page.work = walk.work();
    if (page.routes.size() > size) {
        const auto behind = page.routes.begin() + static_cast<std::ptrdiff_t>(size);
        page.behind.assign(behind, page.routes.end());
        page.routes.erase(behind, page.routes.end());
    }
    if (!page.routes.empty()) page.last = key_of(plan, order, page.scale, page.routes.back());
    return page;
}

std::vector<CalendarDay> calendar(const Timetable& timetable, const RouteQuery& query, int days) {
    check_query(timetable, query);
    check(days >= 1 && days <= kCalendarDaysMax, "a calendar has 1 to 31 days");
    const Plan plan(timetable, query);
    const Bounds bounds(plan);
    std::vector<CalendarDay> result;
    for (Day day = plan.day; day < plan.day + days; ++day) {
        TopRoutes top(plan, Order::price, {}, 1, std::nullopt);
        Walk walk(plan, bounds, top);
        visit_all(walk, plan, day);
        const auto routes = top.routes();
        result.push_back({date_of(day), {}, walk.truncated()});
        if (!routes.empty()) result.back().cheapest = routes.front();
    }
    return result;
}

}  // namespace viaja::routes
