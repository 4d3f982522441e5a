// The search for routes finds what brute force finds, on random networks.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "session-service/routes/page_key.hpp"
#include "session-service/routes/routes.hpp"
#include "tests/properties/routes_networks.hpp"

namespace viaja::routes {
namespace {

/// Pages beyond the first few of a query with many routes cost time and show nothing new.
constexpr std::size_t kPagesMax = 12;

std::vector<std::string> texts_of(const Timetable& timetable, const std::vector<Route>& routes) {
    std::vector<std::string> texts;
    for (const Route& route : routes)
        texts.push_back(text_of(timetable, route));
    return texts;
}

std::vector<std::string> texts_of(const std::vector<OracleRoute>& routes) {
    std::vector<std::string> texts;
    for (const OracleRoute& route : routes)
        texts.push_back(text_of(route));
    return texts;
}

std::vector<OracleRoute> routes_on(const Case& one, int days_later) {
    RouteQuery query = one.query;
    query.date = plus_days(query.date, days_later);
    return all_routes(one.network, query);
}

RC_GTEST_PROP(RoutesProperties, TheBestRoutesAreThoseThatNoRouteBeats, ()) {
    const Case one = *cases();
    const auto timetable = timetable_of(one.network, one.query.now);
    RouteQuery query = searched(one.network, one.query, *timetable);
    auto all = routes_on(one, 0);

    query.next_day_beats = false;
    auto expected = not_beaten(all, {});
    sort_by(Order::price, query.carriers, expected);
    const auto found = best_routes(*timetable, query);
    RC_ASSERT(texts_of(*timetable, found.routes) == texts_of(expected));
    RC_ASSERT(!found.truncated);

    query.next_day_beats = true;
    auto expected_today = not_beaten(all, routes_on(one, 1));
    sort_by(Order::price, query.carriers, expected_today);
    RC_ASSERT(texts_of(*timetable, best_routes(*timetable, query).routes) ==
              texts_of(expected_today));
}

RC_GTEST_PROP(RoutesProperties, ARouteLeavesAndArrivesWhenItsFlightsDo, ()) {
    const Case one = *cases();
    const auto timetable = timetable_of(one.network, one.query.now);
    const RouteQuery query = searched(one.network, one.query, *timetable);
    std::set<std::string> expected;
    for (const OracleRoute& route : routes_on(one, 0)) {
        expected.insert(text_of(route) + rfc3339(route.front().departs) +
                        rfc3339(route.back().arrives));
    }
    for (const Route& route : best_routes(*timetable, query).routes) {
        RC_ASSERT(expected.contains(text_of(*timetable, route) +
                                    rfc3339(instant_of(route.first().departs)) +
                                    rfc3339(instant_of(route.last().arrives))));
    }
}

RC_GTEST_PROP(RoutesProperties, PagesShowEveryRouteOnceInOrder, ()) {
    const Case one = *cases();
    const auto timetable = timetable_of(one.network, one.query.now);
    const RouteQuery query = searched(one.network, one.query, *timetable);
    auto all = routes_on(one, 0);
    sort_by(one.order, query.carriers, all);
    const auto expected = texts_of(all);

    std::vector<std::string> shown;
    Page page;
    for (std::size_t pages = 0; pages < kPagesMax; ++pages) {
        const auto after = page.last ? page_key(text_of(*page.last)) : std::nullopt;
        page = page_of_routes(*timetable, query, one.order, one.page_size, after);
        for (const auto& text : texts_of(*timetable, page.routes))
            shown.push_back(text);
        RC_ASSERT(page.more() == (shown.size() < expected.size()));
        if (!page.more()) break;
        RC_ASSERT(page.routes.size() == one.page_size);
    }
    RC_ASSERT(shown.size() <= expected.size());
    RC_ASSERT(page.more() || shown.size() == expected.size());
    RC_ASSERT(std::equal(shown.begin(), shown.end(), expected.begin()));
}

RC_GTEST_PROP(RoutesProperties, PagesGoOnOverAChangeOfTheSchedules, ()) {
    const Case one = *cases();
    const Order order = one.order == Order::best ? Order::price : one.order;
    const auto before = timetable_of(one.network, one.query.now);
    const RouteQuery query = searched(one.network, one.query, *before);
    const auto size = std::min<std::size_t>(one.page_size, 20);
    const Page first = page_of_routes(*before, query, order, size);
    RC_PRE(first.more());

    // Some flights leave the schedule; those that stay get other positions in the index.
    Network changed = one.network;
    const auto removed = *rc::gen::inRange<std::size_t>(0, 6);
    for (Schedule& schedule : changed.schedules) {
        const auto count = std::min(removed, schedule.flights.size());
        schedule.flights.erase(schedule.flights.begin(),
                               schedule.flights.begin() + static_cast<std::ptrdiff_t>(count));
    }
    const auto after = timetable_of(changed, query.now);
    const Page second =
        page_of_routes(*after, searched(changed, one.query, *after), order, kPageMax, first.last);

    auto all = all_routes(one.network, one.query);
    sort_by(order, query.carriers, all);
    std::set<std::string> left;
    for (std::size_t place = size; place < all.size(); ++place)
        left.insert(text_of(all[place]));
    auto expected = all_routes(changed, one.query);
    sort_by(order, query.carriers, expected);
    std::vector<std::string> expected_texts;
    for (const auto& text : texts_of(expected)) {
        if (left.contains(text) && expected_texts.size() < kPageMax) expected_texts.push_back(text);
    }
    RC_ASSERT(texts_of(*after, second.routes) == expected_texts);
}

RC_GTEST_PROP(RoutesProperties, TheCalendarHasTheLowestPriceOfEachDay, ()) {
    constexpr int kDays = 3;
    const Case one = *cases();
    const auto timetable = timetable_of(one.network, one.query.now);
    const auto days = calendar(*timetable, searched(one.network, one.query, *timetable), kDays);
    RC_ASSERT(days.size() == std::size_t{kDays});
    for (int day = 0; day < kDays; ++day) {
        auto all = routes_on(one, day);
        sort_by(Order::price, one.query.carriers, all);
        const auto& cheapest = days[static_cast<std::size_t>(day)].cheapest;
        RC_ASSERT(cheapest.has_value() == !all.empty());
        if (cheapest) RC_ASSERT(text_of(*timetable, *cheapest) == text_of(all.front()));
    }
}

TEST(RoutesProperties, TheNetworksHaveRoutesOfEveryLength) {
    std::map<std::size_t, int> by_length;
    // Seeded, so that it cannot fail by chance; the properties above draw anew in each run.
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const Case one = cases()(rc::Random(seed), 100).value();
        for (const OracleRoute& route : routes_on(one, 0))
            ++by_length[route.size()];
    }
    for (const std::size_t segments : {1U, 2U, 3U, 4U})
        EXPECT_GT(by_length[segments], 100) << segments;
}

}  // namespace
}  // namespace viaja::routes
