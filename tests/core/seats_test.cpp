// The cache of seats and day prices: how long an answer is good, what corrects it, what is dropped.

#include <gtest/gtest.h>

#include "session-service/routes/seats.hpp"
#include "tests/core/routes_world.hpp"

namespace viaja::routes {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::vector<std::string> kFlights = {
    "AA1 GRU-REC 09:00 +180 1000", "AA2 GRU-REC 10:00 +180 2000", "BB1 GRU-REC 11:00 +180 1000"};

class SeatCacheTest : public testing::Test {
  protected:
    FlightIndex flight(const std::string& number) const {
        return cache_.timetable()->find_flight(number).value();
    }
    std::optional<std::int32_t> price(const std::string& number, Day day, Moment now,
                                      int passengers = 1) {
        return cache_.seat_price(passengers, now)(flight(number), day);
    }

    RoutesWorld world_{kFlights};
    SeatCache cache_{world_.shared_timetable()};
    Moment now_{seconds(1'000)};
    const Day day_ = day_of(*parse_date("2026-12-10"));
};

TEST_F(SeatCacheTest, AnAnswerIsGoodTheLongerTheMoreSeatsAreLeft) {
    for (const auto& [left, good_for] : {std::pair(20, seconds(60)),
                                         {19, seconds(10)},
                                         {10, seconds(10)},
                                         {9, seconds(5)},
                                         {0, seconds(5)}}) {
        cache_.put(flight("AA1"), day_, {left, 1'000}, now_);
        EXPECT_EQ(cache_.good(flight("AA1"), day_, now_ + good_for - milliseconds(1)),
                  (Seats{left, 1'000}));
        EXPECT_EQ(cache_.good(flight("AA1"), day_, now_ + good_for), std::nullopt) << left;
    }
    EXPECT_EQ(cache_.good(flight("AA1"), day_ + 1, now_), std::nullopt) << "another day";
    EXPECT_EQ(cache_.good(flight("AA2"), day_, now_), std::nullopt) << "another flight";
}

TEST_F(SeatCacheTest, AFullFlightHasNoPriceWhileItsAnswerIsGood) {
    cache_.put(flight("AA1"), day_, {2, 1'500}, now_);
    EXPECT_EQ(price("AA1", day_, now_, 2), 1'500);
    EXPECT_EQ(price("AA1", day_, now_, 3), std::nullopt);
    EXPECT_EQ(price("AA1", day_, now_ + seconds(5), 3), 1'500) << "it may have seats again";
}

TEST_F(SeatCacheTest, OnlyCheckedFlightsHaveAPriceWhereThatIsAskedFor) {
    cache_.put(flight("AA1"), day_, {30, 1'500}, now_);
    const auto checked = cache_.seat_price(1, now_, true);
    EXPECT_EQ(checked(flight("AA1"), day_), 1'500);
    EXPECT_EQ(checked(flight("AA2"), day_), std::nullopt);
    EXPECT_EQ(cache_.seat_price(1, now_ + seconds(60), true)(flight("AA1"), day_), std::nullopt);
}

TEST_F(SeatCacheTest, AnUnknownPriceIsEstimatedByWhatElseIsKnownOfTheDay) {
    EXPECT_EQ(price("AA2", day_, now_), 2'000);
    cache_.put(flight("AA1"), day_, {30, 1'500}, now_);
    EXPECT_EQ(price("AA2", day_, now_), 3'000) << "the same carrier";
    EXPECT_EQ(price("BB1", day_, now_), 1'500) << "another carrier";
    EXPECT_EQ(price("AA2", day_ + 17, now_), 3'000) << "a day nearby";
    EXPECT_EQ(price("AA2", day_ - 17, now_), 3'000) << "a day nearby";
    EXPECT_EQ(price("AA2", day_ + 18, now_), 2'000) << "a day further away";
    EXPECT_EQ(price("AA2", day_ - 18, now_), 2'000) << "a day further away";
    cache_.put(flight("BB1"), day_, {30, 800}, now_);
    EXPECT_EQ(price("AA2", day_, now_), 3'000);
}

TEST_F(SeatCacheTest, NoPriceIsBelowTheFloor) {
    EXPECT_EQ(cache_.price_floor_permille(day_, day_ + 3, now_), 1'000);
    cache_.put(flight("AA1"), day_, {30, 1'500}, now_);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_ + 17, now_), 1'500) << "all are dear";
    EXPECT_EQ(cache_.price_floor_permille(day_, day_ + 18, now_), 1'000)
        << "of the last none is known";
    cache_.put(flight("BB1"), day_ + 1, {30, 733}, now_);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_ + 3, now_), 733);
    EXPECT_EQ(cache_.price_floor_permille(day_ - 4, day_ - 3, now_), 1'500);
    EXPECT_EQ(cache_.price_floor_permille(day_ + 4, day_ + 18, now_), 733)
        << "estimates reach so far";
    EXPECT_EQ(cache_.price_floor_permille(day_ + 19, day_ + 30, now_), 1'000);
    EXPECT_EQ(price("AA2", day_ + 1, now_), 1'466);
    cache_.put(flight("AA1"), day_ + 1, {30, 0}, now_);
    EXPECT_EQ(price("AA1", day_ + 1, now_), 1) << "a price is at least one";
    EXPECT_LE(cache_.price_floor_permille(day_, day_ + 1, now_), 1);
}

TEST_F(SeatCacheTest, TheFloorIsNotAboveWhatTheDearestFlightCanCost) {
    const RoutesWorld dear({"AA1 GRU-REC 08:00 +180 1000", "AA2 GRU-REC 11:00 +180 400000000"});
    SeatCache cache(dear.shared_timetable());
    cache.put(cache.timetable()->find_flight("AA1").value(), day_, {30, 2'000}, now_);
    EXPECT_EQ(cache.price_floor_permille(day_, day_, now_), 1'250);
    const auto other = cache.timetable()->find_flight("AA2").value();
    EXPECT_EQ(cache.seat_price(1, now_)(other, day_), kSeatPriceMax);
}

TEST_F(SeatCacheTest, AnEventReplacesTheSeatsOfAnEntryAndMakesThemNew) {
    cache_.changed(flight("AA1"), day_, 3, now_);
    EXPECT_EQ(cache_.size(), 0U) << "without a price nothing is known";
    cache_.put(flight("AA1"), day_, {12, 1'500}, now_);
    cache_.changed(flight("AA1"), day_, 3, now_ + seconds(9));
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_ + seconds(13)), (Seats{3, 1'500}));
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_ + seconds(14)), std::nullopt);
    cache_.changed(flight("AA1"), day_, -1, now_ + seconds(20));
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_ + seconds(20)), (Seats{0, 1'500}));
}

TEST_F(SeatCacheTest, AnEventMakesNoPriceNew) {
    cache_.put(flight("AA1"), day_, {12, 1'500}, now_);
    cache_.changed(flight("AA1"), day_, 30, now_ + seconds(50));
    const Moment last = now_ + seconds(60) - milliseconds(1);
    EXPECT_EQ(cache_.good(flight("AA1"), day_, last), (Seats{30, 1'500}));
    EXPECT_EQ(price("AA1", day_, last), 1'500);
    now_ += seconds(60);
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_), std::nullopt);
    EXPECT_FALSE(cache_.knows_price(flight("AA1"), day_, now_));
    cache_.changed(flight("AA1"), day_, 3, now_);
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_), std::nullopt) << "an event has no price";
    EXPECT_EQ(price("AA1", day_, now_), 1'000);
}

TEST_F(SeatCacheTest, AfterAHoldTheCarrierIsAskedAgain) {
    cache_.outdate(flight("AA1"), day_);
    EXPECT_EQ(cache_.size(), 0U);
    cache_.put(flight("AA1"), day_, {12, 1'500}, now_);
    cache_.outdate(flight("AA1"), day_);
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_), std::nullopt);
    EXPECT_EQ(price("AA1", day_, now_, 13), 1'500) << "the price is still the best guess";
    EXPECT_TRUE(cache_.knows_price(flight("AA1"), day_, now_));
    cache_.changed(flight("AA1"), day_, 0, now_);
    EXPECT_EQ(price("AA1", day_, now_), std::nullopt);
}

TEST_F(SeatCacheTest, TheEntryThatWasReadFirstIsDropped) {
    SeatCache small(world_.shared_timetable(), 2);
    small.put(flight("AA1"), day_, {30, 1'000}, now_);
    small.put(flight("AA2"), day_, {30, 1'000}, now_);
    small.put(flight("AA1"), day_, {5, 1'000}, now_);
    EXPECT_EQ(small.size(), 2U) << "an entry that is written again takes no second place";
    small.put(flight("BB1"), day_, {30, 1'000}, now_);
    EXPECT_EQ(small.size(), 2U);
    EXPECT_TRUE(small.good(flight("AA1"), day_, now_));
    EXPECT_FALSE(small.good(flight("AA2"), day_, now_));
    EXPECT_TRUE(small.good(flight("BB1"), day_, now_));
}

TEST_F(SeatCacheTest, APriceIsForgottenAMinuteAfterItWasRead) {
    cache_.put(flight("AA1"), day_, {30, 1'500}, now_);
    const Moment last = now_ + seconds(60) - milliseconds(1);
    EXPECT_TRUE(cache_.knows_price(flight("AA1"), day_, last));
    EXPECT_EQ(price("AA1", day_, last), 1'500);
    EXPECT_EQ(price("AA2", day_, last), 3'000);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_, last), 1'500);
    now_ += seconds(60);
    EXPECT_FALSE(cache_.knows_price(flight("AA1"), day_, now_));
    EXPECT_EQ(price("AA1", day_, now_), 1'000);
    EXPECT_EQ(price("AA2", day_, now_), 2'000) << "nor does it say what others cost";
    EXPECT_EQ(cache_.price_floor_permille(day_, day_, now_), 1'000);
    EXPECT_EQ(cache_.size(), 0U);
}

TEST_F(SeatCacheTest, WhatACarrierSaidLastIsForgottenWithItsEntries) {
    const auto aa = cache_.timetable()->find_carrier("AA").value();
    cache_.put(flight("AA1"), day_, {30, 2'000}, now_);
    cache_.put(flight("AA2"), day_, {30, 3'000}, now_ + seconds(30));
    cache_.put(flight("BB1"), day_, {30, 900}, now_ + seconds(60));
    EXPECT_EQ(price("AA1", day_, now_ + seconds(60)), 1'500);
    EXPECT_TRUE(cache_.knows_level(aa, day_, now_ + seconds(89)));
    EXPECT_FALSE(cache_.knows_level(aa, day_, now_ + seconds(90)));
    EXPECT_EQ(price("AA1", day_, now_ + seconds(90)), 900) << "as the other carrier";
}

TEST_F(SeatCacheTest, WhatItHasOnlyForgottenTakesNoPlace) {
    SeatCache small(world_.shared_timetable(), 2);
    for (int minute = 0; minute < 3; ++minute) {
        const Moment now = now_ + std::chrono::minutes(minute);
        small.put(flight("AA1"), day_ + minute, {30, 1'000}, now);
        small.put(flight("AA2"), day_ + minute, {30, 2'000}, now);
        EXPECT_TRUE(small.good(flight("AA1"), day_ + minute, now));
        EXPECT_TRUE(small.good(flight("AA2"), day_ + minute, now));
        small.seat_price(1, now);
        EXPECT_EQ(small.size(), 2U);
    }
}

TEST_F(SeatCacheTest, AFlightThatIsNotSoldSaysNothingOfPrices) {
    cache_.not_sold(flight("AA1"), day_, now_);
    EXPECT_EQ(price("AA1", day_, now_), std::nullopt);
    EXPECT_TRUE(cache_.knows_price(flight("AA1"), day_, now_));
    EXPECT_EQ(price("AA1", day_, now_ + seconds(5)), 1'000) << "the schedule's price";
    EXPECT_FALSE(cache_.knows_price(flight("AA1"), day_, now_ + seconds(5)));
    EXPECT_EQ(price("AA2", day_, now_), 2'000);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_, now_), 1'000);
    cache_.changed(flight("AA1"), day_, 3, now_);
    EXPECT_EQ(price("AA1", day_, now_), std::nullopt) << "no price was heard of";
}

TEST_F(SeatCacheTest, TheFloorRisesWhenThePriceThatMadeItIsReplaced) {
    cache_.put(flight("AA1"), day_, {30, 500}, now_);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_, now_), 500);
    cache_.put(flight("AA1"), day_, {30, 900}, now_);
    EXPECT_EQ(cache_.price_floor_permille(day_, day_, now_), 900);
}

TEST_F(SeatCacheTest, TheFloorRisesWhenTheEntryThatMadeItIsDroppedAndNoEstimateIsBelowIt) {
    SeatCache small(world_.shared_timetable(), 1);
    small.put(flight("AA1"), day_, {30, 500}, now_);
    small.put(flight("BB1"), day_, {30, 900}, now_);
    EXPECT_EQ(small.price_floor_permille(day_, day_, now_), 900);
    EXPECT_EQ(small.seat_price(1, now_)(flight("AA2"), day_), 1'800);
    small.put(flight("BB1"), day_ + 40, {30, 800}, now_);
    EXPECT_EQ(small.price_floor_permille(day_, day_, now_), 1'000) << "nothing is known of the day";
    EXPECT_EQ(small.price_floor_permille(day_ + 40, day_ + 40, now_), 800);
}

TEST_F(SeatCacheTest, EntriesMoveToANewTimetableByTheirNumbers) {
    cache_.put(flight("AA1"), day_, {30, 1'500}, now_);
    cache_.put(flight("BB1"), day_, {25, 1'200}, now_);
    const RoutesWorld changed({"BB0 GRU-REC 08:00 +180 900", "BB1 GRU-REC 11:00 +180 1000"});
    cache_.move_to(changed.shared_timetable());
    EXPECT_EQ(cache_.size(), 1U);
    EXPECT_EQ(cache_.good(flight("BB1"), day_, now_), (Seats{25, 1'200}));
    EXPECT_EQ(price("BB0", day_, now_), 1'080) << "what is known of the day is kept too";
}

TEST_F(SeatCacheTest, WhatWasReadOfAnotherSchedulePriceIsForgotten) {
    cache_.put(flight("AA1"), day_, {30, 1'000}, now_);
    cache_.put(flight("BB1"), day_, {30, 1'500}, now_);
    const RoutesWorld changed({"AA1 GRU-REC 09:00 +180 400", "AA2 GRU-REC 10:00 +180 2000",
                               "BB1 GRU-REC 11:00 +180 1000"});
    cache_.move_to(changed.shared_timetable());
    EXPECT_EQ(cache_.good(flight("AA1"), day_, now_), std::nullopt);
    EXPECT_FALSE(cache_.knows_price(flight("AA1"), day_, now_));
    EXPECT_EQ(price("AA1", day_, now_), 600) << "as the other carrier";
    EXPECT_EQ(price("AA2", day_, now_), 3'000);
    EXPECT_EQ(price("BB1", day_, now_), 1'500);
}

}  // namespace
}  // namespace viaja::routes
