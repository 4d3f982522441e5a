// Stories of a search together with the carriers' answers, as text.

#include <gtest/gtest.h>

#include "tests/core/itineraries_stage.hpp"

namespace viaja::routes {
namespace {

using Kind = ItineraryQuery::Kind;
using std::chrono::seconds;

const std::vector<std::string> kFlights = {
    "AA1 GRU-GIG 08:00 +60 100", "BB1 GIG-REC 10:00 +180 100", "CC1 GRU-REC 09:00 +190 300",
    "DD1 GIG-REC 10:30 +180 150"};

TEST(Itineraries, AllFlightsOfTheResultAreCheckedAndNoOther) {
    Stage stage(kFlights);
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "AA1 BB1 for 200\n"
              "CC1 for 300\n");
    EXPECT_EQ((stage.result.seats.at({stage.flight("AA1"), day_of(*parse_date("2026-12-10"))})),
              (Seats{50, 100}));
}

TEST(Itineraries, WhatIsKnownIsNotAskedAgain) {
    Stage stage(kFlights);
    stage.run();
    const std::string offers =
        "AA1 BB1 for 200\n"
        "CC1 for 300\n";
    EXPECT_EQ(stage.run(), offers);
    stage.now += seconds(60);
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\nask BB: BB1/10\nask CC: CC1/10\n" + offers);
}

TEST(Itineraries, AFullFlightIsReplacedByTheNextBest) {
    Stage stage(kFlights);
    stage.books["BB1"] = {1, 100};
    stage.query.passengers = 2;
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "ask DD: DD1/10\n"
              "AA1 DD1 for 250\n"
              "CC1 for 300\n");
}

TEST(Itineraries, ADearerFlightIsReplacedByTheNextBest) {
    Stage stage(kFlights);
    stage.books["BB1"] = {50, 190};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "ask DD: DD1/10\n"
              "AA1 DD1 for 250\n"
              "AA1 BB1 for 290\n"
              "CC1 for 300\n");
}

TEST(Itineraries, ADayPriceBelowTheSchedulesLowersTheBound) {
    Stage stage(kFlights);
    stage.books["CC1"] = {50, 120};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "CC1 for 120\n");
    const Day day = day_of(*parse_date("2026-12-10"));
    EXPECT_EQ(stage.cache().price_floor_permille(day, day, kNow), 400);
}

TEST(Itineraries, ACarrierThatFallsSilentIsLeftOutAndNamed) {
    Stage stage(kFlights);
    stage.cache().put(stage.flight("DD1"), day_of(*parse_date("2026-12-10")), {50, 150}, kNow);
    stage.frozen = {"BB"};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "time is up\n"
              "AA1 DD1 for 250\n"
              "CC1 for 300\n"
              "missing BB\n");
}

TEST(Itineraries, WhenTheTimeIsUpUncheckedFlightsAreLeftOutAndTheirCarriersNamed) {
    Stage stage(kFlights);
    stage.frozen = {"BB"};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "time is up\n"
              "CC1 for 300\n"
              "missing BB\n"
              "missing DD\n");
}

TEST(Itineraries, ACarrierThatIsKnownToBeSilentIsNotAsked) {
    Stage stage(kFlights);
    stage.query.silent = {"BB", "ZZ"};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask CC: CC1/10\n"
              "ask DD: DD1/10\n"
              "AA1 DD1 for 250\n"
              "CC1 for 300\n"
              "missing BB\n");
}

TEST(Itineraries, ASeatThatGoesBetweenSearchAndHoldIsNotOfferedAgain) {
    Stage stage(kFlights);
    stage.run();
    // The hold is refused as sold out.
    stage.cache().changed(stage.flight("BB1"), day_of(*parse_date("2026-12-10")), 0, stage.now);
    const std::string without =
        "AA1 DD1 for 250\n"
        "CC1 for 300\n";
    EXPECT_EQ(stage.run(), "ask DD: DD1/10\n" + without);
    stage.now += seconds(5);
    stage.books["BB1"] = {4, 100};
    EXPECT_EQ(stage.run(),
              "ask BB: BB1/10\n"
              "AA1 BB1 for 200\n"
              "CC1 for 300\n");
}

TEST(Itineraries, AfterThreeRoundsWhatIsUncheckedIsLeftOut) {
    std::vector<std::string> flights = {"ZZ1 GRU-REC 09:00 +180 900"};
    for (int price = 1; price <= 5; ++price)
        flights.push_back("A" + std::to_string(price) + "1 GRU-REC 09:00 +180 " +
                          std::to_string(price * 100));
    Stage stage(flights);
    for (int price = 1; price <= 5; ++price)
        stage.books["A" + std::to_string(price) + "1"] = {0, price * 100};
    EXPECT_EQ(stage.run(),
              "ask A1: A11/10\n"
              "ask A2: A21/10\n"
              "ask A3: A31/10\n"
              "missing A4\n");
    EXPECT_EQ(stage.result.rounds, kRoundsMax);
    // What was learned is not asked again.
    EXPECT_EQ(stage.run(),
              "ask A4: A41/10\n"
              "ask A5: A51/10\n"
              "ask ZZ: ZZ1/10\n"
              "ZZ1 for 900\n");
}

TEST(Itineraries, PagesGoOnOverAChangeOfTheSchedule) {
    Stage stage(
        {"AA1 GRU-REC 09:00 +180 100", "AA2 GRU-REC 09:00 +180 200", "AA3 GRU-REC 09:00 +180 300"});
    stage.query.kind = Kind::all;
    stage.query.route.max_segments = 1;
    stage.query.limit = 2;
    EXPECT_EQ(stage.run(), "ask AA: AA1/10 AA2/10 AA3/10\nAA1 for 100\nAA2 for 200\nmore\n");
    stage.query.after = stage.result.next;
    stage.move_to({"AA0 GRU-REC 09:00 +180 150", "AA1 GRU-REC 09:00 +180 100",
                   "AA3 GRU-REC 09:00 +180 300", "AA4 GRU-REC 09:00 +180 400"});
    EXPECT_EQ(stage.run(), "ask AA: AA4/10\nAA3 for 300\nAA4 for 400\n");
    EXPECT_EQ(stage.result.next, std::nullopt);
}

TEST(Itineraries, ReplicasWithDifferentSchedulesGoOnWithEachOthersPages) {
    Stage one({"AA1 GRU-REC 09:00 +180 100", "AA3 GRU-REC 09:00 +180 300"});
    Stage other(
        {"AA1 GRU-REC 09:00 +180 100", "AA2 GRU-REC 09:00 +180 200", "AA3 GRU-REC 09:00 +180 300"});
    for (Stage* stage : {&one, &other}) {
        stage->query.kind = Kind::all;
        stage->query.route.max_segments = 1;
        stage->query.limit = 1;
    }
    EXPECT_EQ(one.run(), "ask AA: AA1/10 AA3/10\nAA1 for 100\nmore\n");
    other.query.after = one.result.next;
    EXPECT_EQ(other.run(), "ask AA: AA1/10 AA2/10 AA3/10\nAA2 for 200\nmore\n")
        << "what it does not know may stand behind the key";
    one.query.after = other.result.next;
    EXPECT_EQ(one.run(), "AA3 for 300\n");
}

/// Two flights, estimated at 1,303 and 1,304, and one on another way by which a replica knows the
/// level of the day's prices: 1.3 times the schedule's or a little less.
struct TwoPages : Stage {
    TwoPages(int price_of_first, int price_of_second, int known)
        : Stage({"AA1 GRU-REC 09:00 +180 1002", "AA2 GRU-REC 09:00 +180 1003",
                 "AA9 GIG-REC 09:00 +180 1000"}) {
        books = {{"AA1", {50, price_of_first}}, {"AA2", {50, price_of_second}}};
        cache().put(flight("AA9"), day_of(*parse_date("2026-12-10")), {50, known}, now);
        query.kind = Kind::all;
        query.route.max_segments = 1;
        query.limit = 1;
    }
};

TEST(Itineraries, ARouteWhoseEstimateIsBeforeTheKeyIsShownBehindIt) {
    TwoPages one(1'303, 1'303, 1'300);
    EXPECT_EQ(one.run(), "ask AA: AA1/10 AA2/10\nAA1 for 1303\nmore\n");
    TwoPages other(1'303, 1'303, 1'298);  // where both are estimated at less than that
    other.query.after = one.result.next;
    EXPECT_EQ(other.run(), "ask AA: AA1/10 AA2/10\nAA2 for 1303\n");
}

TEST(Itineraries, ARouteWhoseEstimateIsBehindAPageIsShownOnIt) {
    TwoPages stage(1'303, 1'301, 1'300);
    EXPECT_EQ(stage.run(), "ask AA: AA1/10 AA2/10\nAA2 for 1301\nmore\n");
    stage.query.after = stage.result.next;
    EXPECT_EQ(stage.run(), "AA1 for 1303\n");
}

TEST(Itineraries, APageBehindWhichAllIsFullIsTheLast) {
    Stage stage(
        {"AA1 GRU-REC 09:00 +180 100", "AA2 GRU-REC 09:00 +180 200", "BB1 GRU-REC 09:00 +180 300"});
    stage.books["AA2"] = {0, 200};
    stage.books["BB1"] = {0, 300};
    stage.query.kind = Kind::all;
    stage.query.route.max_segments = 1;
    stage.query.limit = 1;
    EXPECT_EQ(stage.run(), "ask AA: AA1/10 AA2/10\nask BB: BB1/10\nAA1 for 100\n");
    EXPECT_EQ(stage.result.next, std::nullopt);
}

TEST(Itineraries, WhereARouteBehindAPageIsCheckedTheOthersAreNotAskedAbout) {
    Stage stage(
        {"AA1 GRU-REC 09:00 +180 100", "AA2 GRU-REC 09:00 +180 200", "BB1 GRU-REC 09:00 +180 300"});
    const Day day = day_of(*parse_date("2026-12-10"));
    for (const char* flight : {"AA1", "BB1"})
        stage.cache().put(stage.flight(flight), day, {50, flight[0] == 'A' ? 100 : 300}, kNow);
    stage.query.kind = Kind::all;
    stage.query.route.max_segments = 1;
    stage.query.limit = 1;
    EXPECT_EQ(stage.run(), "AA1 for 100\nmore\n");
}

TEST(Itineraries, ACarrierThatOwesOnlyAPriceToEstimateByKeepsItsRoutes) {
    Stage stage(
        {"AA1 GRU-GIG 08:00 +60 100", "AA2 GIG-REC 10:00 +180 100", "AA3 GRU-REC 09:00 +190 100"});
    const Day day = day_of(*parse_date("2026-12-10"));
    for (const char* flight : {"AA1", "AA2", "AA3"})
        stage.cache().put(stage.flight(flight), day, {50, 100}, kNow);
    stage.query.kind = Kind::all;
    stage.query.limit = 1;
    stage.frozen = {"AA"};
    EXPECT_EQ(stage.run(),
              "ask AA: AA2/09 AA2/11 AA2/12 AA2/13 AA2/14 AA2/15\n"
              "time is up\n"
              "AA3 for 100\n"
              "missing AA\n"
              "more\n");
}

TEST(Itineraries, AScheduleThatChangesWhileCarriersAnswerIsTheOneOfTheResult) {
    Stage stage(kFlights);
    stage.during_the_answers = [&stage] {
        stage.move_to({"CC1 GRU-REC 09:00 +190 300", "EE1 GRU-REC 09:00 +190 250"});
        stage.during_the_answers = {};
    };
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/10\n"
              "ask CC: CC1/10\n"
              "ask EE: EE1/10\n"
              "EE1 for 250\n");
}

TEST(Itineraries, ACalendarChecksTheCheapestOfEachDay) {
    Stage stage({"AA1 GRU-REC 09:00 +180 100 days=4", "BB1 GRU-REC 09:00 +180 200 days=45",
                 "CC1 GRU-REC 09:00 +180 250 days=5"});
    stage.query.kind = Kind::calendar;
    stage.query.days = 3;
    stage.books["AA1"] = {0, 100};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/11\n"
              "ask BB: BB1/10\n"
              "10 BB1 for 200\n"
              "11 BB1 for 200\n"
              "12 none\n");
}

TEST(Itineraries, ACalendarShowsWhatIsUncheckedAndSaysSo) {
    Stage stage({"AA1 GRU-REC 09:00 +180 100 days=4", "BB1 GRU-REC 09:00 +180 200 days=45",
                 "CC1 GRU-REC 09:00 +180 250 days=5"});
    stage.query.kind = Kind::calendar;
    stage.query.days = 2;
    stage.frozen = {"BB"};
    EXPECT_EQ(stage.run(),
              "ask AA: AA1/10\n"
              "ask BB: BB1/11\n"
              "time is up\n"
              "10 AA1 for 100\n"
              "11 CC1 for 250, unchecked\n"
              "missing BB\n"
              "missing CC\n");
}

TEST(Itineraries, ALimitCutsTheResultInItsOrder) {
    Stage stage(kFlights);
    stage.query.limit = 1;
    EXPECT_EQ(stage.run(), "ask AA: AA1/10\nask BB: BB1/10\nAA1 BB1 for 200\nmore\n");
}

TEST(Itineraries, ManyFlightsOfACarrierAreAskedForInSeveralMessages) {
    std::vector<std::string> flights;
    for (int number = 0; number < 205; ++number)
        flights.push_back("AA" + std::to_string(1'000 + number) + " GRU-REC 09:00 +180 100");
    Stage stage(flights);
    stage.query.limit = 205;
    ItinerarySearch search(stage.cache(), stage.query);
    const auto checks = search.begin(kNow);
    ASSERT_EQ(checks.size(), 2U);
    EXPECT_EQ(checks[0].flights.size(), 200U);
    EXPECT_EQ(checks[1].flights.size(), 5U);
    EXPECT_TRUE(search.answered("AA", {}, kNow).empty()) << "it owes another answer";
    EXPECT_EQ(search.waiting(), (std::map<std::string, int>{{"AA", 1}}));
}

TEST(Itineraries, AnAnswerOfACarrierThatWasNotAskedChangesNothing) {
    Stage stage(kFlights);
    ItinerarySearch search(stage.cache(), stage.query);
    search.begin(kNow);
    const Day day = day_of(*parse_date("2026-12-10"));
    EXPECT_TRUE(search.answered("DD", {CheckedFlight{{"AA1", day}, Seats{0, 100}}}, kNow).empty());
    EXPECT_EQ(search.waiting().size(), 3U);
    EXPECT_EQ(stage.cache().size(), 0U) << "what it says of another carrier's flights is ignored";
}

}  // namespace
}  // namespace viaja::routes
