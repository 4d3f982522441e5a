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

TEST(RoutesClocks, ClocksThatGoBackOverMidnightRepeatTheLastHourOfADate) {
    // In Nuuk at midnight of Sunday the 31st, in Santiago at midnight of Sunday the 4th.
    RoutesWorld nuuk({"AA1 GOH-AMS 23:30 +300 100 days=6", "AA2 GOH-AMS 00:15 +300 90 days=7"});
    nuuk.now("2027-10-01T12:00:00.000Z");
    EXPECT_EQ(nuuk.ask("GOH AMS", "2027-10-30").best(),
              Texts{"AA1 2027-10-30T23:30 > 2027-10-31T06:30"});
    EXPECT_EQ(nuuk.ask("GOH AMS", "2027-10-31").best(),
              Texts{"AA2 2027-10-31T00:15 > 2027-10-31T08:15"});
    RoutesWorld santiago(
        {"AA1 SCL-GRU 23:30 +240 100 days=6", "AA2 SCL-GRU 00:30 +240 100 days=7"});
    EXPECT_EQ(santiago.ask("SCL GRU", "2027-04-03").best(),
              Texts{"AA1 2027-04-03T23:30 > 2027-04-04T03:30"});
    EXPECT_EQ(santiago.ask("SCL GRU", "2027-09-05").best(),
              Texts{"AA2 2027-09-05T01:00 > 2027-09-05T05:00"})
        << "clocks skip the first hour of that Sunday";
}

TEST(RoutesClocks, AConnectionInAnHourThatComesTwiceHasItsRealMinutes) {
    // Havana has the first hour of the 7th of November twice.
    const std::string at_59 = "BB1 HAV-HOG 00:59 +60 100 days=7";
    const std::string at_one = "BB2 HAV-HOG 01:00 +60 100 days=7";
    const auto best = [&](const std::string& lands) {
        RoutesWorld world({"AA1 SCU-HAV 23:00 +" + lands + " 100 days=6", at_59, at_one});
        world.now("2027-10-01T12:00:00.000Z");
        return world.ask("SCU HOG", "2027-11-06").best();
    };
    EXPECT_EQ(best("74"), Texts{"AA1 2027-11-06T23:00 > 2027-11-07T00:14, "
                                "BB1 2027-11-07T00:59 > 2027-11-07T00:59"});
    EXPECT_EQ(best("75"), Texts{"AA1 2027-11-06T23:00 > 2027-11-07T00:15, "
                                "BB2 2027-11-07T01:00 > 2027-11-07T02:00"});
    EXPECT_EQ(best("135"), Texts{"AA1 2027-11-06T23:00 > 2027-11-07T00:15, "
                                 "BB2 2027-11-07T01:00 > 2027-11-07T02:00"})
        << "it lands when clocks show 00:15 for the second time";
    EXPECT_EQ(best("136"), Texts{});
}

TEST(RoutesClocks, WhatHasLeftIsNotSoldWhenClocksShowItsTimeAgain) {
    RoutesWorld world({"AA1 EIN-AMS 02:30 +60 100"});
    world.ask("EIN AMS", "2026-10-25");
    EXPECT_EQ(world.now("2026-10-25T00:29:59.000Z").best().size(), 1U);
    EXPECT_EQ(world.now("2026-10-25T00:45:00.000Z").best(), Texts{});
    EXPECT_EQ(world.now("2026-10-25T01:15:00.000Z").best(), Texts{}) << "it is 02:15 again";
}

TEST(RoutesClocks, OverTheDateLineTheLeapDayIsPassedOverOrReached) {
    RoutesWorld over({"AA1 PPG-APW 23:50 +35 100"});
    over.now("2028-01-10T12:00:00.000Z");
    EXPECT_EQ(over.ask("PPG APW", "2028-02-28").best(),
              Texts{"AA1 2028-02-28T23:50 > 2028-03-01T00:25"});
    RoutesWorld back({"AA1 CXI-HNL 01:00 +180 100",
                      "BB1 HNL-LAX 06:00 +330 100 first=2028-02-29 last=2028-02-29"});
    back.now("2028-01-10T12:00:00.000Z");
    EXPECT_EQ(back.ask("CXI LAX", "2028-03-01").best(),
              Texts{"AA1 2028-03-01T01:00 > 2028-02-29T04:00, "
                    "BB1 2028-02-29T06:00 > 2028-02-29T13:30"});
    EXPECT_EQ(back.ask("CXI LAX", "2028-02-29").best(), Texts{});
}

TEST(RoutesClocks, InDublinWinterIsTheExceptionFromTheZone) {
    RoutesWorld world({"AA1 DUB-AMS 01:30 +90 100"});
    EXPECT_EQ(world.ask("DUB AMS", "2027-03-28").best(),
              Texts{"AA1 2027-03-28T02:00 > 2027-03-28T04:30"});
    world.now("2027-10-01T12:00:00.000Z");
    EXPECT_EQ(world.ask("DUB AMS", "2027-10-31").best(),
              Texts{"AA1 2027-10-31T01:30 > 2027-10-31T03:00"});
}

TEST(RoutesClocks, AConnectionOfADayMayEndOnTheThirdDate) {
    // It lands on Saturday, Sunday has 23 hours, and at RTM ten minutes are enough.
    const auto best = [](const std::string& leaves) {
        RoutesWorld world({"AA1 EIN-RTM 22:30 +60 100 days=6", "BB1 RTM-MST " + leaves});
        return world.ask("EIN MST", "2027-03-27").best();
    };
    EXPECT_EQ(best("23:40 +40 100 days=6"), Texts{"AA1 2027-03-27T22:30 > 2027-03-27T23:30, "
                                                  "BB1 2027-03-27T23:40 > 2027-03-28T00:20"});
    EXPECT_EQ(best("00:30 +40 100 days=1"), Texts{"AA1 2027-03-27T22:30 > 2027-03-27T23:30, "
                                                  "BB1 2027-03-29T00:30 > 2027-03-29T01:10"});
    EXPECT_EQ(best("00:31 +40 100 days=1"), Texts{});
}

TEST(RoutesClocks, AFlightOfTwoDaysOverTheDateLineLandsOnTheNextDate) {
    RoutesWorld world({"AA1 AKL-HNL 10:00 +2880 100", "BB1 HNL-LAX 13:00 +330 100"});
    EXPECT_EQ(world.ask("AKL LAX", "2027-01-10").best(),
              Texts{"AA1 2027-01-10T10:00 > 2027-01-11T11:00, "
                    "BB1 2027-01-11T13:00 > 2027-01-11T20:30"});
}

}  // namespace
}  // namespace viaja::routes
