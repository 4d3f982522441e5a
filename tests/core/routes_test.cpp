// The search for routes beside its tricky cases: what is left out, options, bounds, orders, pages.

#include <gtest/gtest.h>

#include <map>

#include "common/contract/check.hpp"
#include "session-service/routes/page_key.hpp"
#include "tests/core/routes_world.hpp"

namespace viaja::routes {
namespace {

using Texts = std::vector<std::string>;

const std::vector<std::string> kTwoWays = {
    "AA1 GRU-GIG 08:00 +60 100", "BB1 GIG-REC 10:00 +180 100", "CC1 GRU-REC 09:00 +190 300"};
const std::string kByGig =
    "AA1 2026-12-10T08:00 > 2026-12-10T09:00, BB1 2026-12-10T10:00 > 2026-12-10T13:00";
const std::string kDirect = "CC1 2026-12-10T09:00 > 2026-12-10T12:10";

TEST(Routes, AFlightThatCannotBeUsedIsLeftOutWithTheReason) {
    const RoutesWorld world(
        {"AA1 GRU-QQQ 09:00 +60 100", "AA2 GRU-GRU 09:00 +60 100", "AA3 GRU-REC 24:00 +60 100",
         "AA4 GRU-REC 09:00 +0 100", "AA5 GRU-REC 09:00 +60 0",
         "AA6 GRU-REC 09:00 +60 100 first=2026-12-11 last=2026-12-10", "AA7 GRU-REC 09:00 +60 100",
         "AA7 GRU-REC 10:00 +60 100", "AA8 GRU-REC 09:00 +60 9 days="});
    EXPECT_EQ(world.left_out, (std::vector<LeftOut>{{"AA", "AA1", "unknown_airport"},
                                                    {"AA", "AA2", "same_airport"},
                                                    {"AA", "AA3", "departure"},
                                                    {"AA", "AA4", "block_minutes"},
                                                    {"AA", "AA5", "price"},
                                                    {"AA", "AA6", "validity"},
                                                    {"AA", "AA7", "duplicate"},
                                                    {"AA", "AA8", "weekdays"}}));
    EXPECT_EQ(world.timetable().flights(), 1U);
}

TEST(Routes, PricesOfAnotherCurrencyAndAirportsOfAnUnknownZoneAreLeftOut) {
    ScheduledFlight dollars{"AA1", "GRU", "REC", 540, 127, 60, 9, {100, "USD"}};
    ScheduledFlight nowhere{"AA2", "GRU", "QQQ", 540, 127, 60, 9, {100, "BRL"}};
    auto airports = world_airports();
    airports.push_back({"QQQ", "Mars/Olympus", "QQ"});
    const RoutesWorld world({});
    const auto clock = std::make_shared<const WallClock>(world.timetable().clock());
    const auto built = build_timetable(airports, {{"AA", {dollars, nowhere}}}, clock);
    EXPECT_EQ(built.left_out,
              (std::vector<LeftOut>{{"AA", "AA1", "currency"}, {"AA", "AA2", "unknown_zone"}}));
}

TEST(Routes, AQueryThatCannotBeAnsweredNamesTheField) {
    RoutesWorld world(kTwoWays);
    const auto problem = [&world] { return problem_of(world.timetable(), world.query); };
    world.ask("GRU QQQ", "2026-12-10");
    EXPECT_EQ(problem(), (Problem{"to", "unknown_airport", "QQQ"}));
    world.ask("GRU,CGH CGH,REC", "2026-12-10");
    EXPECT_EQ(problem(), (Problem{"to", "overlap", "CGH"}));
    world.ask("GRU REC", "2029-12-10");
    EXPECT_EQ(problem(), (Problem{"date", "outside_of_table", "2029-12-10"}));
    world.ask("GRU REC", "2026-12-10");
    world.query.max_segments = 5;
    EXPECT_EQ(problem(), (Problem{"max_segments", "out_of_range", "5"}));
    world.query.max_segments = 4;
    world.query.layover_max = 1'441;
    EXPECT_EQ(problem(), (Problem{"layover_max", "out_of_range", "1441"}));
    world.query.layover_max = 1'440;
    EXPECT_EQ(problem(), std::nullopt);
    world.query.from = std::vector<std::string>(21, "GRU");
    EXPECT_EQ(problem(), (Problem{"from", "out_of_range"}));
    world.query.from = {};
    EXPECT_EQ(problem(), (Problem{"from", "out_of_range"}));
}

TEST(Routes, ACarrierCanBeExcludedOrAskedForAlone) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    EXPECT_EQ(world.best(), (Texts{kByGig, kDirect}));
    world.query.excluded = {"BB"};
    EXPECT_EQ(world.best(), Texts{kDirect});
    world.query.excluded = {};
    world.query.carriers = {"AA", "BB"};
    world.query.only = true;
    EXPECT_EQ(world.best(), Texts{kByGig});
    world.query.carriers = {"ZZ"};
    EXPECT_EQ(world.best(), Texts{});
}

TEST(Routes, AnAirportMayHaveAConnectionTimeOfItsOwn) {
    RoutesWorld world({"AA1 GRU-VCP 08:00 +60 100", "BB1 VCP-REC 10:59 +180 100 days=4",
                       "BB2 VCP-SSA 11:00 +180 100 days=4"});
    EXPECT_EQ(world.ask("GRU REC", "2026-12-10").best(), Texts{});
    EXPECT_EQ(world.ask("GRU SSA", "2026-12-10").best().size(), 1U);
}

TEST(Routes, APriceOfTheDayBelowTheSchedulesIsFound) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    const auto direct = world.timetable().find_flight("CC1");
    world.query.seat_price = [&](FlightIndex flight, Day) -> std::optional<std::int32_t> {
        return flight == direct ? 150 : 100;
    };
    world.query.price_floor_permille = 500;
    const auto found = best_routes(world.timetable(), world.query);
    EXPECT_EQ(world.texts_of(found.routes), Texts{kDirect});
    EXPECT_EQ(found.routes.front().price, 150);
}

TEST(Routes, APriceOfTheDayAboveTheSchedulesDecidesToo) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    const auto second = world.timetable().find_flight("BB1");
    world.query.seat_price = [&](FlightIndex flight, Day) -> std::optional<std::int32_t> {
        return flight == second ? 250 : world.timetable().flight(flight).price;
    };
    EXPECT_EQ(world.best(), Texts{kDirect});
}

TEST(Routes, TheOrdersListTheSameRoutes) {
    RoutesWorld world({"AA1 GRU-REC 07:00 +400 100", "BB1 GRU-REC 09:00 +180 300",
                       "CC1 GRU-GIG 08:00 +60 60", "CC2 GIG-REC 10:00 +190 70"});
    world.ask("GRU REC", "2026-12-10");
    const auto numbers = [&world](Order order) {
        std::string text;
        auto routes = best_routes(world.timetable(), world.query).routes;
        sort_routes(world.timetable(), world.query, order, routes);
        for (const Route& route : routes)
            text += world.timetable().flight(route.first().flight).number + " ";
        return text;
    };
    EXPECT_EQ(numbers(Order::price), "AA1 CC1 BB1 ");
    EXPECT_EQ(numbers(Order::duration), "BB1 CC1 AA1 ");
    EXPECT_EQ(numbers(Order::stops), "AA1 BB1 CC1 ");
    EXPECT_EQ(numbers(Order::departure), "AA1 CC1 BB1 ");
    // 1.3 + 310/180 + 0.1 is less than 1 + 400/180, and that less than 3 + 1.
    EXPECT_EQ(numbers(Order::best), "CC1 AA1 BB1 ");
}

TEST(Routes, TheCheapestAndTheFastestAreMarked) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    const auto routes = best_routes(world.timetable(), world.query).routes;
    const auto offers = offers_of(world.timetable(), routes, scale_of(routes));
    ASSERT_EQ(offers.size(), 2U);
    EXPECT_TRUE(offers[0].cheapest && !offers[0].fastest);
    EXPECT_TRUE(offers[1].fastest && !offers[1].cheapest);
}

TEST(Routes, PagesShowAlsoWhatIsBeatenAndSayIfThereIsMore) {
    RoutesWorld world(
        {"AA1 GRU-REC 09:00 +180 100", "AA2 GRU-REC 08:00 +300 200", "AA3 GRU-REC 07:00 +400 300"});
    world.ask("GRU REC", "2026-12-10");
    EXPECT_EQ(world.best().size(), 1U);
    const auto first = page_of_routes(world.timetable(), world.query, Order::price, 2);
    EXPECT_EQ(first.routes.size(), 2U);
    EXPECT_TRUE(first.more());
    const auto second = page_of_routes(world.timetable(), world.query, Order::price, 2, first.last);
    EXPECT_EQ(world.texts_of(second.routes), Texts{"AA3 2026-12-10T07:00 > 2026-12-10T13:40"});
    EXPECT_FALSE(second.more());
    const auto behind =
        page_of_routes(world.timetable(), world.query, Order::price, 2, second.last);
    EXPECT_TRUE(behind.routes.empty());
    EXPECT_FALSE(behind.last.has_value());
}

TEST(Routes, PagesAreMarkedByTheWholeResult) {
    RoutesWorld world(
        {"AA1 GRU-REC 09:00 +180 300", "AA2 GRU-REC 08:00 +300 100", "AA3 GRU-REC 07:00 +200 200"});
    world.ask("GRU REC", "2026-12-10");
    const std::map<Order, std::string> expected = {
        {Order::price, "AA2 cheapest, AA3, AA1 fastest"},
        {Order::duration, "AA1 fastest, AA3, AA2 cheapest"},
        {Order::departure, "AA3, AA2 cheapest, AA1 fastest"},
        {Order::best, "AA2 cheapest, AA3, AA1 fastest"}};
    for (const auto& [order, text] : expected) {
        std::string shown;
        Page page;
        do {
            page = page_of_routes(world.timetable(), world.query, order, 1, page.last);
            for (const auto& offer : offers_of(world.timetable(), page.routes, page.scale)) {
                if (!shown.empty()) shown += ", ";
                shown += world.timetable().flight(offer.route.first().flight).number;
                if (offer.cheapest) shown += " cheapest";
                if (offer.fastest) shown += " fastest";
            }
        } while (page.more());
        EXPECT_EQ(shown, text) << name_of(order);
    }
}

TEST(Routes, APageKeyIsReadBackAndNothingElseIs) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    for (const auto order :
         {Order::best, Order::price, Order::duration, Order::stops, Order::departure}) {
        const auto page = page_of_routes(world.timetable(), world.query, order, 2);
        const std::string text = text_of(*page.last);
        EXPECT_EQ(page_key(text), page.last);
        for (std::size_t length = 0; length < text.size(); ++length)
            EXPECT_EQ(page_key(text.substr(0, length)), std::nullopt) << length;
        EXPECT_EQ(page_key(text + "A"), std::nullopt);
    }
    EXPECT_EQ(page_key("!"), std::nullopt);
    EXPECT_EQ(page_key("cHJpY2UvMC8wLw"), std::nullopt) << "a scale of zero";
    EXPECT_EQ(page_key(std::string(5'000, 'A')), std::nullopt);
}

TEST(Routes, ASearchEndsAtTheBoundOfItsWorkAndSaysSo) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU REC", "2026-12-10");
    EXPECT_FALSE(best_routes(world.timetable(), world.query).truncated);
    world.query.work_max = 1;
    EXPECT_TRUE(best_routes(world.timetable(), world.query).truncated);
    EXPECT_TRUE(page_of_routes(world.timetable(), world.query, Order::price, 2).truncated);
    EXPECT_TRUE(calendar(world.timetable(), world.query, 1).front().truncated);
}

TEST(Routes, APageThatIsMeasuredByATruncatedSearchSaysSo) {
    // The later a way is found the faster it is, and none is as cheap as the direct flights.
    RoutesWorld world(
        {"AA1 GRU-REC 09:00 +900 100", "AA2 GRU-REC 09:00 +900 100", "AA3 GRU-REC 09:00 +900 100",
         "AA4 GRU-REC 09:00 +900 100", "AA5 GRU-REC 09:00 +900 100", "AA6 GRU-REC 09:00 +900 100",
         "AA7 GRU-REC 09:00 +900 100", "AA8 GRU-REC 09:00 +900 100", "AA9 GRU-REC 09:00 +900 100",
         "BB1 GRU-CGH 08:00 +60 1000", "CC1 CGH-REC 10:00 +300 1000", "BB2 GRU-GIG 08:00 +60 1000",
         "CC2 GIG-REC 10:00 +280 1000", "BB3 GRU-MAO 08:00 +60 1000", "CC3 MAO-REC 10:00 +260 1000",
         "BB4 GRU-SSA 08:00 +60 1000", "CC4 SSA-REC 10:00 +240 1000"});
    world.ask("GRU REC", "2026-12-10");
    world.query.max_segments = 2;
    const auto page = [&] {
        return page_of_routes(world.timetable(), world.query, Order::price, 1);
    };
    const Page whole = page();
    ASSERT_FALSE(whole.truncated);
    ASSERT_EQ(whole.scale.shortest, 60 + 60 + 240);
    bool misses_the_shortest = false;
    for (world.query.work_max = 1; world.query.work_max < 200; ++world.query.work_max) {
        const Page found = page();
        if (found.scale.shortest == whole.scale.shortest) continue;
        misses_the_shortest = misses_the_shortest || found.routes == whole.routes;
        EXPECT_TRUE(found.truncated) << world.query.work_max;
    }
    EXPECT_TRUE(misses_the_shortest) << "the routes are there before the shortest duration is";
}

TEST(Routes, TheCalendarHasTheCheapestRouteOfEachDay) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100 days=4", "BB1 GRU-REC 09:00 +180 200 days=45"});
    world.ask("GRU REC", "2026-12-10");
    const auto days = calendar(world.timetable(), world.query, 3);
    ASSERT_EQ(days.size(), 3U);
    EXPECT_EQ(days[0].cheapest->price, 100);
    EXPECT_EQ(iso_date(days[1].date), "2026-12-11");
    EXPECT_EQ(days[1].cheapest->price, 200);
    EXPECT_EQ(days[2].cheapest, std::nullopt);
}

TEST(Routes, AQueryWithAProblemIsABug) {
    RoutesWorld world(kTwoWays);
    world.ask("GRU QQQ", "2026-12-10");
    EXPECT_THROW(best_routes(world.timetable(), world.query), Bug);
}

}  // namespace
}  // namespace viaja::routes
