// What is tricky about routes: clocks, limits that are hit exactly, days. Expectations by hand.

#include <gtest/gtest.h>

#include "tests/core/routes_world.hpp"

namespace viaja::routes {
namespace {

using Texts = std::vector<std::string>;

TEST(RoutesCases, AFlightToAnEarlierZoneLandsByTheClockThere) {
    RoutesWorld world({"AA1 MAO-GRU 10:00 +240 100"});
    EXPECT_EQ(world.ask("MAO GRU", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T10:00 > 2026-12-10T15:00"});
}

TEST(RoutesCases, ALateFlightLandsOnTheNextDay) {
    RoutesWorld world({"AA1 GRU-REC 23:30 +200 100"});
    EXPECT_EQ(world.ask("GRU REC", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T23:30 > 2026-12-11T02:50"});
}

TEST(RoutesCases, OverTheDateLineTheSecondFlightMayLeaveOnAnEarlierDate) {
    RoutesWorld world({"AA1 CXI-HNL 01:00 +180 100", "BB1 HNL-LAX 06:00 +330 100 days=3"});
    EXPECT_EQ(world.ask("CXI LAX", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T01:00 > 2026-12-09T04:00, "
                    "BB1 2026-12-09T06:00 > 2026-12-09T13:30"});
    RoutesWorld a_day_later({"AA1 CXI-HNL 01:00 +180 100", "BB1 HNL-LAX 06:00 +330 100 days=4"});
    EXPECT_EQ(a_day_later.ask("CXI LAX", "2026-12-10").best(), Texts{});
}

TEST(RoutesCases, OverTheDateLineEastwardAFlightLandsWhenItLeft) {
    RoutesWorld world({"AA1 AKL-SCL 20:00 +960 100"});
    EXPECT_EQ(world.ask("AKL SCL", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T20:00 > 2026-12-10T20:00"});
}

TEST(RoutesCases, ADomesticConnectionTakesFortyFiveMinutes) {
    RoutesWorld enough({"AA1 GRU-GIG 10:00 +60 100", "BB1 GIG-REC 11:45 +180 100"});
    EXPECT_EQ(enough.ask("GRU REC", "2026-12-10").best().size(), 1U);
    RoutesWorld short_of_one({"AA1 GRU-GIG 10:00 +60 100", "BB1 GIG-REC 11:44 +180 100"});
    EXPECT_EQ(short_of_one.ask("GRU REC", "2026-12-10").best(), Texts{});
}

TEST(RoutesCases, AfterAnInternationalFlightAConnectionTakesNinetyMinutes) {
    RoutesWorld enough({"AA1 EZE-GRU 08:00 +180 100", "BB1 GRU-REC 12:30 +180 100"});
    EXPECT_EQ(enough.ask("EZE REC", "2026-12-10").best().size(), 1U);
    RoutesWorld short_of_one({"AA1 EZE-GRU 08:00 +180 100", "BB1 GRU-REC 12:29 +180 100"});
    EXPECT_EQ(short_of_one.ask("EZE REC", "2026-12-10").best(), Texts{});
}

TEST(RoutesCases, BeforeAnInternationalFlightAConnectionTakesNinetyMinutes) {
    RoutesWorld enough({"AA1 REC-GRU 08:00 +180 100", "BB1 GRU-EZE 12:30 +180 100"});
    EXPECT_EQ(enough.ask("REC EZE", "2026-12-10").best().size(), 1U);
    RoutesWorld short_of_one({"AA1 REC-GRU 08:00 +180 100", "BB1 GRU-EZE 12:29 +180 100"});
    EXPECT_EQ(short_of_one.ask("REC EZE", "2026-12-10").best(), Texts{});
}

TEST(RoutesCases, AConnectionGoesOnIntoTheNextWeekAndLastsADayAtMost) {
    RoutesWorld over_sunday({"AA1 GRU-GIG 20:40 +60 100", "BB1 GIG-REC 06:00 +180 100 days=1"});
    EXPECT_EQ(over_sunday.ask("GRU REC", "2026-12-13").best().size(), 1U);
    RoutesWorld a_day({"AA1 GRU-GIG 10:00 +60 100", "BB1 GIG-REC 11:00 +180 100 days=2"});
    EXPECT_EQ(a_day.ask("GRU REC", "2026-12-14").best().size(), 1U);
    RoutesWorld longer({"AA1 GRU-GIG 10:00 +60 100", "BB1 GIG-REC 11:01 +180 100 days=2"});
    EXPECT_EQ(longer.ask("GRU REC", "2026-12-14").best(), Texts{});
}

TEST(RoutesCases, NoRoutePassesAnAirportTwice) {
    RoutesWorld world({"AA1 GRU-GIG 06:00 +60 10", "AA2 GIG-SSA 08:00 +120 10",
                       "AA3 SSA-GIG 11:00 +120 10", "AA4 GIG-REC 14:00 +180 10"});
    world.query.layover_max = 180;
    EXPECT_EQ(world.ask("GRU REC", "2026-12-10").best(), Texts{});
    world.query.layover_max = 480;
    EXPECT_EQ(world.best(), Texts{"AA1 2026-12-10T06:00 > 2026-12-10T07:00, "
                                  "AA4 2026-12-10T14:00 > 2026-12-10T17:00"});
}

TEST(RoutesCases, TheWeekdayIsThatOfTheOrigin) {
    // Tuesday 08:00 in Auckland is Monday in UTC.
    RoutesWorld world({"AA1 AKL-SYD 08:00 +240 100 days=2"});
    EXPECT_EQ(world.ask("AKL SYD", "2026-12-14").best(), Texts{});
    EXPECT_EQ(world.ask("AKL SYD", "2026-12-15").best(),
              Texts{"AA1 2026-12-15T08:00 > 2026-12-15T10:00"});
}

TEST(RoutesCases, ADepartureInTheHourThatIsSkippedLeavesAtItsEnd) {
    RoutesWorld world({"AA1 AMS-EIN 02:30 +60 100"});
    EXPECT_EQ(world.ask("AMS EIN", "2027-03-28").best(),
              Texts{"AA1 2027-03-28T03:00 > 2027-03-28T04:00"});
}

TEST(RoutesCases, AConnectionOverTheSkippedHourHasItsRealMinutes) {
    // 01:20 to 03:20 is one hour.
    RoutesWorld world(
        {"AA1 EIN-AMS 00:20 +60 100", "BB1 AMS-MST 03:20 +40 100", "BB2 AMS-GRU 03:20 +770 100"});
    EXPECT_EQ(world.ask("EIN MST", "2027-03-28").best().size(), 1U);
    EXPECT_EQ(world.ask("EIN GRU", "2027-03-28").best(), Texts{});
}

TEST(RoutesCases, OfAnHourThatComesTwiceTheFirstCounts) {
    RoutesWorld world({"AA1 EIN-AMS 02:30 +60 100", "BB1 AMS-MST 03:15 +40 100"});
    world.now("2026-10-01T12:00:00.000Z").ask("EIN MST", "2026-10-25");
    // It leaves at 00:30 UTC and lands at 01:30 UTC, when clocks show 02:30 again.
    EXPECT_EQ(world.best(), Texts{"AA1 2026-10-25T02:30 > 2026-10-25T02:30, "
                                  "BB1 2026-10-25T03:15 > 2026-10-25T03:55"});
    RoutesWorld short_of_one({"AA1 EIN-AMS 02:30 +60 100", "BB1 AMS-MST 03:14 +40 100"});
    short_of_one.now("2026-10-01T12:00:00.000Z").ask("EIN MST", "2026-10-25");
    EXPECT_EQ(short_of_one.best(), Texts{});
}

TEST(RoutesCases, ClocksThatChangeAtMidnightSkipOrRepeatAnHourOfTheirDay) {
    RoutesWorld skipped({"AA1 CAI-AMS 00:30 +270 100"});
    EXPECT_EQ(skipped.ask("CAI AMS", "2027-04-30").best(),
              Texts{"AA1 2027-04-30T01:00 > 2027-04-30T04:30"});
    RoutesWorld repeated({"AA1 CAI-AMS 23:30 +60 100"});
    repeated.now("2026-10-01T12:00:00.000Z").ask("CAI AMS", "2026-10-29");
    // At 20:30 UTC, an hour before the second 23:30.
    EXPECT_EQ(repeated.best(), Texts{"AA1 2026-10-29T23:30 > 2026-10-29T22:30"});
}

TEST(RoutesCases, TheLeapDayIsADayOfItsOwn) {
    // The 29th of February 2028 is a Tuesday.
    RoutesWorld world({"AA1 GRU-GIG 22:30 +60 100", "BB1 GIG-REC 00:30 +180 100 days=2",
                       "CC1 GRU-REC 12:00 +180 300 first=2028-02-29 last=2028-02-29"});
    world.now("2028-01-10T12:00:00.000Z");
    EXPECT_EQ(world.ask("GRU REC", "2028-02-28").best(),
              Texts{"AA1 2028-02-28T22:30 > 2028-02-28T23:30, "
                    "BB1 2028-02-29T00:30 > 2028-02-29T03:30"});
    EXPECT_EQ(world.ask("GRU REC", "2028-02-29").best(),
              Texts{"CC1 2028-02-29T12:00 > 2028-02-29T15:00"});
    EXPECT_EQ(world.ask("GRU REC", "2028-03-01").best(), Texts{});
    world.ask("GRU REC", "2028-02-28");
    std::string days;
    for (const auto& day : calendar(world.timetable(), world.query, 3))
        days += iso_date(day.date) + (day.cheapest ? " sold " : " ");
    EXPECT_EQ(days, "2028-02-28 sold 2028-02-29 sold 2028-03-01 ");
}

TEST(RoutesCases, TheLeapDayIsOneOfThe330DaysAhead) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100"});
    world.now("2027-04-05T12:00:00.000Z");
    EXPECT_EQ(world.ask("GRU REC", "2028-02-29").best().size(), 1U);
    EXPECT_EQ(world.ask("GRU REC", "2028-03-01").best(), Texts{});
    world.now("2027-04-06T12:00:00.000Z");
    EXPECT_EQ(world.ask("GRU REC", "2028-03-01").best().size(), 1U);
}

TEST(RoutesCases, SummerTimeAtTheDestinationMovesTheArrival) {
    RoutesWorld world({"AA1 GRU-AMS 11:50 +770 100"});
    EXPECT_EQ(world.ask("GRU AMS", "2027-01-10").best(),
              Texts{"AA1 2027-01-10T11:50 > 2027-01-11T04:40"});
    EXPECT_EQ(world.ask("GRU AMS", "2027-07-10").best(),
              Texts{"AA1 2027-07-10T11:50 > 2027-07-11T05:40"});
}

TEST(RoutesCases, ASecondFlightIsSoldByItsOwnDate) {
    RoutesWorld to({"AA1 GRU-GIG 22:30 +60 100", "BB1 GIG-REC 00:30 +180 100 last=2026-12-20"});
    EXPECT_EQ(to.ask("GRU REC", "2026-12-20").best(), Texts{});
    EXPECT_EQ(to.ask("GRU REC", "2026-12-19").best().size(), 1U);
    RoutesWorld from({"AA1 GRU-GIG 22:30 +60 100", "BB1 GIG-REC 00:30 +180 100 first=2026-12-22"});
    EXPECT_EQ(from.ask("GRU REC", "2026-12-20").best(), Texts{});
    EXPECT_EQ(from.ask("GRU REC", "2026-12-21").best().size(), 1U);
}

TEST(RoutesCases, NoFlightIsSoldMoreThan330DaysAhead) {
    RoutesWorld world(
        {"AA1 GRU-GIG 22:30 +60 10", "BB1 GIG-REC 00:30 +180 10", "CC1 GRU-REC 23:00 +180 100"});
    const auto last = iso_date(plus_days(*parse_date("2026-12-01"), 330));
    EXPECT_EQ(world.ask("GRU REC", last).best(),
              Texts{"CC1 " + last + "T23:00 > " +
                    iso_date(plus_days(*parse_date("2026-12-01"), 331)) + "T02:00"});
    const auto day_before = iso_date(plus_days(*parse_date("2026-12-01"), 329));
    EXPECT_EQ(world.ask("GRU REC", day_before).best().size(), 2U);
}

TEST(RoutesCases, AFlightThatLeavesThisMinuteIsNotSold) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100"});
    world.ask("GRU REC", "2026-12-01");
    EXPECT_EQ(world.now("2026-12-01T12:00:00.000Z").best(), Texts{});
    EXPECT_EQ(world.now("2026-12-01T11:59:59.000Z").best().size(), 1U);
}

TEST(RoutesCases, EqualRoutesStandInTheOrderOfTheTravellersCarriers) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100", "BB1 GRU-REC 09:00 +180 100"});
    world.ask("GRU REC", "2026-12-10");
    const Texts by_number = {"AA1 2026-12-10T09:00 > 2026-12-10T12:00",
                             "BB1 2026-12-10T09:00 > 2026-12-10T12:00"};
    EXPECT_EQ(world.best(), by_number);
    world.query.carriers = {"BB"};
    EXPECT_EQ(world.best(), Texts(by_number.rbegin(), by_number.rend()));
}

TEST(RoutesCases, OneFlightUnderTwoNumbersIsOneOffer) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100", "BB1 GRU-REC 09:00 +180 100 as=AA1",
                       "CC1 GRU-REC 09:00 +180 100"});
    world.ask("GRU REC", "2026-12-10");
    const auto routes = best_routes(world.timetable(), world.query).routes;
    const auto offers = offers_of(world.timetable(), routes, scale_of(routes));
    ASSERT_EQ(offers.size(), 2U);
    EXPECT_EQ(world.text_of(offers[0].route), "AA1 2026-12-10T09:00 > 2026-12-10T12:00");
    EXPECT_EQ(world.texts_of(offers[0].also_sold_as),
              Texts{"BB1 2026-12-10T09:00 > 2026-12-10T12:00"});
    EXPECT_EQ(offers[1].also_sold_as.size(), 0U);
}

TEST(RoutesCases, AFlightIsFullOnOneDayOnly) {
    RoutesWorld world({"AA1 GRU-REC 09:00 +180 100"});
    world.query.seat_price = [](FlightIndex, Day day) -> std::optional<std::int32_t> {
        if (day == day_of(*parse_date("2026-12-20"))) return std::nullopt;
        return 100;
    };
    EXPECT_EQ(world.ask("GRU REC", "2026-12-20").best(), Texts{});
    EXPECT_EQ(world.ask("GRU REC", "2026-12-21").best().size(), 1U);
}

TEST(RoutesCases, ASlowRouteIsLeftOutIfTheNextMorningsFlightOvertakesIt) {
    RoutesWorld world({"AA1 GRU-GIG 20:00 +60 100", "AA2 GIG-REC 16:00 +180 100",
                       "BB1 GRU-REC 08:00 +190 150 days=5"});
    world.ask("GRU REC", "2026-12-10");
    EXPECT_EQ(world.best(), Texts{});
    world.query.next_day_beats = false;
    EXPECT_EQ(world.best().size(), 1U);
}

TEST(RoutesCases, ACityIsNotPassedThrough) {
    RoutesWorld world(
        {"AA1 GRU-CGH 06:00 +30 10", "AA2 CGH-REC 09:00 +180 100", "AA3 GRU-REC 12:00 +180 100"});
    EXPECT_EQ(world.ask("GRU,CGH REC", "2026-12-10").best(),
              (Texts{"AA2 2026-12-10T09:00 > 2026-12-10T12:00",
                     "AA3 2026-12-10T12:00 > 2026-12-10T15:00"}));
}

TEST(RoutesCases, ZonesNeedNotBeWholeHoursApart) {
    RoutesWorld world(
        {"AA1 DEL-KTM 08:00 +130 100", "BB1 SYD-LDH 09:30 +120 100", "BB2 SYD-LDH 09:00 +120 90"});
    EXPECT_EQ(world.ask("DEL KTM", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T08:00 > 2026-12-10T10:25"});
    // In summer both are eleven hours ahead; in winter Lord Howe is half an hour before Sydney.
    EXPECT_EQ(world.ask("SYD LDH", "2027-01-10").best(),
              (Texts{"BB2 2027-01-10T09:00 > 2027-01-10T11:00",
                     "BB1 2027-01-10T09:30 > 2027-01-10T11:30"}));
    EXPECT_EQ(world.ask("SYD LDH", "2027-07-10").best(),
              (Texts{"BB2 2027-07-10T09:00 > 2027-07-10T11:30",
                     "BB1 2027-07-10T09:30 > 2027-07-10T12:00"}));
}

TEST(RoutesCases, FourSegmentsOfFourCarriersMakeARoute) {
    RoutesWorld world({"AA1 MAO-GRU 06:00 +240 100", "BB1 GRU-GIG 12:00 +60 100",
                       "CC1 GIG-SSA 14:00 +120 100", "DD1 SSA-REC 17:00 +90 100"});
    world.ask("MAO REC", "2026-12-10");
    EXPECT_EQ(world.best().size(), 1U);
    world.query.max_segments = 3;
    EXPECT_EQ(world.best(), Texts{});
}

}  // namespace
}  // namespace viaja::routes
