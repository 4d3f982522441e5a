// Rare clocks and days: zones of odd offsets, gaps of half an hour, two hours and a day, gaps over
// midnight, both sides of the date line, ends of years and of February. Expectations by hand.

#include <gtest/gtest.h>

#include "tests/core/routes_world.hpp"

namespace viaja::routes {
namespace {

using Texts = std::vector<std::string>;

TEST(RoutesClocks, ChathamIsThreeQuartersOfAnHourAheadAndChangesAtAQuarterTo) {
    RoutesWorld there({"AA1 AKL-CHT 10:00 +120 100"});
    EXPECT_EQ(there.ask("AKL CHT", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T10:00 > 2026-12-10T12:45"});
    // Clocks skip 02:45 to 03:45 there, when those of Auckland go from 02:00 to 03:00.
    RoutesWorld back({"AA1 CHT-AKL 02:50 +120 100", "AA2 CHT-AKL 02:40 +120 90"});
    EXPECT_EQ(back.ask("CHT AKL", "2027-09-26").best(),
              (Texts{"AA2 2027-09-26T02:40 > 2027-09-26T04:55",
                     "AA1 2027-09-26T03:45 > 2027-09-26T05:00"}));
}

TEST(RoutesClocks, HalfAnHourOverTheDateLineIsADayBackOrTwoDaysAhead) {
    RoutesWorld west_to_east({"AA1 APW-PPG 00:10 +35 100"});
    EXPECT_EQ(west_to_east.ask("APW PPG", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T00:10 > 2026-12-09T00:45"});
    RoutesWorld east_to_west({"AA1 PPG-APW 23:50 +35 100"});
    EXPECT_EQ(east_to_west.ask("PPG APW", "2026-12-09").best(),
              Texts{"AA1 2026-12-09T23:50 > 2026-12-11T00:25"});
}

TEST(RoutesClocks, FromTheEarliestZoneToTheLatestTheDateGoesBack) {
    RoutesWorld world({"AA1 CXI-APW 08:00 +240 100", "BB1 APW-PPG 14:00 +35 100"});
    EXPECT_EQ(world.ask("CXI PPG", "2026-12-10").best(),
              Texts{"AA1 2026-12-10T08:00 > 2026-12-10T11:00, "
                    "BB1 2026-12-10T14:00 > 2026-12-09T14:35"});
}

TEST(RoutesClocks, TheNewYearBeginsAtTheOriginBeforeItDoesAtTheConnection) {
    // The 31st of December 2026 is a Thursday.
    RoutesWorld world({"AA1 AKL-HNL 09:00 +510 100", "BB1 HNL-LAX 21:00 +330 100 days=4"});
    EXPECT_EQ(world.ask("AKL LAX", "2027-01-01").best(),
              Texts{"AA1 2027-01-01T09:00 > 2026-12-31T18:30, "
                    "BB1 2026-12-31T21:00 > 2027-01-01T04:30"});
}

TEST(RoutesClocks, AGapOverMidnightMovesADepartureIntoTheNextDate) {
    // On Saturday the 27th clocks go from 23:00 to 00:00 of Sunday.
    RoutesWorld world({"AA1 GOH-AMS 23:30 +300 100 days=6"});
    EXPECT_EQ(world.ask("GOH AMS", "2027-03-27").best(),
              Texts{"AA1 2027-03-28T00:00 > 2027-03-28T08:00"});
    EXPECT_EQ(world.ask("GOH AMS", "2027-03-28").best(), Texts{})
        << "it is sold for the day that its schedule has";
}

TEST(RoutesClocks, AGapMayLastTwoHoursOrHalfAnHour) {
    RoutesWorld two_hours({"AA1 TRL-AMS 02:30 +300 100", "AA2 TRL-AMS 00:30 +300 90"});
    EXPECT_EQ(two_hours.ask("TRL AMS", "2027-03-28").best(),
              (Texts{"AA2 2027-03-28T00:30 > 2027-03-28T07:30",
                     "AA1 2027-03-28T03:00 > 2027-03-28T08:00"}));
    RoutesWorld half_an_hour({"AA1 LDH-SYD 02:15 +120 100"});
    EXPECT_EQ(half_an_hour.ask("LDH SYD", "2027-10-03").best(),
              Texts{"AA1 2027-10-03T02:30 > 2027-10-03T04:30"});
}

TEST(RoutesClocks, OfHalfAnHourThatComesTwiceTheFirstCounts) {
    // At 02:00 clocks go back to 01:30; those of Sydney change an hour of real time later.
    RoutesWorld world({"AA1 LDH-SYD 01:45 +60 100"});
    EXPECT_EQ(world.ask("LDH SYD", "2027-04-04").best(),
              Texts{"AA1 2027-04-04T01:45 > 2027-04-04T02:45"});
}

TEST(RoutesClocks, ClocksGoBackForTheMonthOfRamadan) {
    RoutesWorld world({"AA1 CMN-AMS 08:00 +210 100"});
    EXPECT_EQ(world.ask("CMN AMS", "2027-01-10").best(),
              Texts{"AA1 2027-01-10T08:00 > 2027-01-10T11:30"});
    EXPECT_EQ(world.ask("CMN AMS", "2027-02-10").best(),
              Texts{"AA1 2027-02-10T08:00 > 2027-02-10T12:30"});
}

TEST(RoutesClocks, ALayoverOfADayHas24RealHoursWhereClocksSkipOne) {
    RoutesWorld world({"AA1 EIN-AMS 11:00 +60 100 days=6", "BB1 AMS-MST 13:00 +40 100 days=7"});
    EXPECT_EQ(world.ask("EIN MST", "2027-03-27").best().size(), 1U);
    RoutesWorld longer({"AA1 EIN-AMS 11:00 +60 100 days=6", "BB1 AMS-MST 13:01 +40 100 days=7"});
    EXPECT_EQ(longer.ask("EIN MST", "2027-03-27").best(), Texts{});
}

TEST(RoutesClocks, AfterThe28thOfFebruaryComesMarchInAnOrdinaryYear) {
    RoutesWorld world({"AA1 GRU-GIG 22:30 +60 100", "BB1 GIG-REC 00:30 +180 100 first=2027-03-01"});
    EXPECT_EQ(world.ask("GRU REC", "2027-02-28").best(),
              Texts{"AA1 2027-02-28T22:30 > 2027-02-28T23:30, "
                    "BB1 2027-03-01T00:30 > 2027-03-01T03:30"});
    EXPECT_EQ(world.ask("GRU REC", "2027-02-27").best(), Texts{});
}

TEST(RoutesClocks, EachOriginCounts330DaysFromItsOwnToday) {
    // It is the 2nd in Auckland and still the 1st in Honolulu.
    RoutesWorld world({"AA1 AKL-SYD 08:00 +240 100", "BB1 HNL-LAX 08:00 +330 100"});
    world.now("2026-12-01T20:00:00.000Z");
    const auto last_there = iso_date(plus_days(*parse_date("2026-12-02"), 330));
    const auto last_here = iso_date(plus_days(*parse_date("2026-12-01"), 330));
    EXPECT_EQ(world.ask("AKL SYD", last_there).best().size(), 1U);
    EXPECT_EQ(world.ask("HNL LAX", last_there).best(), Texts{});
    EXPECT_EQ(world.ask("HNL LAX", last_here).best().size(), 1U);
}

TEST(RoutesClocks, ADayThatAPlaceNeverHadBeginsWithTheNext) {
    // Samoa went from the 29th to the 31st of December 2011.
    RoutesWorld world({"AA1 APW-AKL 12:00 +240 100", "BB1 PPG-APW 20:00 +35 90"});
    world.now("2011-12-20T12:00:00.000Z");
    EXPECT_EQ(world.ask("APW AKL", "2011-12-29").best(),
              Texts{"AA1 2011-12-29T12:00 > 2011-12-30T15:00"});
    EXPECT_EQ(world.ask("APW AKL", "2011-12-30").best(),
              Texts{"AA1 2011-12-31T00:00 > 2011-12-31T03:00"});
    EXPECT_EQ(world.ask("APW AKL", "2011-12-31").best(),
              Texts{"AA1 2011-12-31T12:00 > 2011-12-31T15:00"});
    EXPECT_EQ(world.ask("PPG APW", "2011-12-29").best(),
              Texts{"BB1 2011-12-29T20:00 > 2011-12-29T21:35"});
    EXPECT_EQ(world.ask("PPG APW", "2011-12-30").best(),
              Texts{"BB1 2011-12-30T20:00 > 2011-12-31T21:35"});
}

}  // namespace
}  // namespace viaja::routes
