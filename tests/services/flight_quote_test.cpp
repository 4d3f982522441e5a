// What a carrier quotes for a hold, and why it does not.

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::flight {
namespace {

using inventory_test::day;
using inventory_test::InventoryDatabase;
using inventory_test::noon;
using supplier::Behaviour;
using supplier::Claim;
using supplier::NoQuote;
using supplier::Quote;

class FlightQuote : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        database_ = std::make_unique<InventoryDatabase>("flight quotes", flight_migrations());
        load_demo(database_->connection(), "data/demo", "I0");
    }
    static void TearDownTestSuite() { database_.reset(); }

    static HoldRequest request(const std::string& flight, const char* date, int quantity = 1) {
        return {FlightItem{"I0", flight, day(date)}, quantity, {}};
    }
    static std::variant<Quote, NoQuote> quote(const HoldRequest& request, Instant now = noon(),
                                              bool test_mode = false) {
        Flights flights("I0", test_mode);
        return flights.quote(database_->connection(), std::span(&request, 1), now).at(0);
    }
    static std::string reason(const HoldRequest& request, Instant now = noon(),
                              bool test_mode = false) {
        const auto result = quote(request, now, test_mode);
        const auto* refused = std::get_if<NoQuote>(&result);
        return refused ? refused->reason : "quoted";
    }

    static inline std::unique_ptr<InventoryDatabase> database_;
};

TEST_F(FlightQuote, ASeatCostsThePriceOfTheDayAndClaimsTheFlightOnIt) {
    const auto result = std::get<Quote>(quote(request("I01370", "2026-12-21", 3)));
    EXPECT_EQ(result.claims, (std::vector<Claim>{{"I01370/2026-12-21", 174, 3}}));
    EXPECT_EQ(result.price, (Money{3 * 145737, "BRL"}));
    EXPECT_EQ(result.description, "I01370 GRU–REC 2026-12-21");
}

TEST_F(FlightQuote, SaysFromWhereToWhereAndWhenByTheClocksOfBothAirports) {
    const auto result = std::get<Quote>(quote(request("I01370", "2026-12-21")));
    ASSERT_TRUE(result.item);
    const auto& held = std::get<HeldFlight>(*result.item);
    EXPECT_EQ(held.item, (FlightItem{"I0", "I01370", day("2026-12-21")}));
    EXPECT_EQ(held.from, "GRU");
    EXPECT_EQ(held.to, "REC");
    EXPECT_EQ(held.departs_at_local, "2026-12-21T09:00");
    EXPECT_EQ(rfc3339(held.departs_at), "2026-12-21T12:00:00.000Z");
    EXPECT_EQ(held.arrives_at_local, "2026-12-21T12:10");
    EXPECT_EQ(rfc3339(held.arrives_at), "2026-12-21T15:10:00.000Z");
}

TEST_F(FlightQuote, AFareHasItsPriceAndItsTerms) {
    const auto held_as = [](Fare fare) {
        auto wish = request("I01370", "2026-12-21");
        std::get<FlightItem>(wish.item).fare = fare;
        wish.quantity = 3;
        return std::get<Quote>(quote(wish));
    };
    const auto light = held_as(Fare::light);
    const auto seat = light.price.amount / 3;
    const Fare fares[] = {Fare::light, Fare::plus, Fare::flex};
    const int percents[] = {0, 50, 100};
    const std::int64_t prices[] = {seat, hundredths(seat, 115), hundredths(seat, 140)};
    for (int i = 0; i < 3; ++i) {
        const auto quoted = held_as(fares[i]);
        EXPECT_EQ(quoted.price.amount, 3 * prices[i]);
        EXPECT_EQ(refund_terms(*quoted.item),
                  (RefundTerms{percents[i], std::get<HeldFlight>(*quoted.item).departs_at}));
        EXPECT_EQ(quoted.claims, light.claims) << "the same seats in every fare";
        EXPECT_EQ(std::get<HeldFlight>(*quoted.item).item.fare, fares[i]);
    }
}

TEST_F(FlightQuote, APriceChangesAtMidnightOfTheOriginAndAtNoOtherMoment) {
    const auto price = [](const char* now) {
        return std::get<Quote>(quote(request("I01370", "2026-12-21"), *parse_rfc3339(now)))
            .price.amount;
    };
    // In São Paulo the day begins at 03:00 UTC.
    EXPECT_EQ(price("2026-12-14T03:00:00Z"), price("2026-12-15T02:59:59.999999Z"));
    EXPECT_NE(price("2026-12-15T02:59:59.999999Z"), price("2026-12-15T03:00:00Z"));
}

TEST_F(FlightQuote, WhatTheCarrierDoesNotFlyIsUnknown) {
    EXPECT_EQ(reason(request("I09999", "2026-12-21")), "unknown_item");
    EXPECT_EQ(reason(request("", "2026-12-21")), "unknown_item");
    HoldRequest other = request("I01370", "2026-12-21");
    std::get<FlightItem>(other.item).carrier = "8G";
    EXPECT_EQ(reason(other), "unknown_item");
    EXPECT_EQ(reason({RoomItem{"htl_rec01_std", day("2026-12-21"), day("2026-12-22")}, 1, {}}),
              "unknown_item");
}

TEST_F(FlightQuote, AFlightOnWeekdaysIsNotSoldOnASunday) {
    EXPECT_EQ(reason(request("I01370", "2026-12-18")), "quoted");           // a Friday
    EXPECT_EQ(reason(request("I01370", "2026-12-20")), "not_on_this_day");  // a Sunday
}

TEST_F(FlightQuote, AFlightIsSoldUntilTheInstantOfItsLocalDeparture) {
    // 09:00 in São Paulo is 12:00 UTC.
    const HoldRequest monday = request("I01370", "2026-11-23");
    const Instant departure = *parse_rfc3339("2026-11-23T12:00:00Z");
    EXPECT_EQ(reason(monday, departure - Duration(1)), "quoted");
    EXPECT_EQ(reason(monday, departure), "departed");
    EXPECT_EQ(std::get<Quote>(quote(monday)).sale_ends, departure);
    EXPECT_EQ(reason(request("I01370", "2026-11-20")), "departed");
}

TEST_F(FlightQuote, AFlightIsSoldFrom330DaysAheadByTheClockOfItsOrigin) {
    // 330 days after Saturday 21 November 2026 is Sunday 17 October 2027.
    EXPECT_EQ(reason(request("I01370", "2027-10-15")), "quoted");
    EXPECT_EQ(reason(request("I01370", "2027-10-18")), "too_far_ahead");
    const Instant sunday_in_sao_paulo = *parse_rfc3339("2026-11-22T03:00:00Z");
    EXPECT_EQ(reason(request("I01370", "2027-10-18"), sunday_in_sao_paulo), "quoted");
    EXPECT_EQ(reason(request("I01370", "2027-10-18"), sunday_in_sao_paulo - Duration(1)),
              "too_far_ahead");
}

TEST_F(FlightQuote, OneToNineSeatsAreSoldAtOnce) {
    EXPECT_EQ(reason(request("I01370", "2026-12-21", 9)), "quoted");
    EXPECT_EQ(reason(request("I01370", "2026-12-21", 10)), "invalid_quantity");
    EXPECT_EQ(reason(request("I01370", "2026-12-21", 0)), "invalid_quantity");
}

TEST_F(FlightQuote, TestFlightsExistInTestModeOnly) {
    EXPECT_EQ(reason(request("I09901", "2026-12-21")), "test_item");
    const auto behaviour = [](const char* number) {
        return Flights("I0", true).behaviour_of(request(number, "2026-12-20").item);
    };
    EXPECT_EQ(behaviour("I09901"), Behaviour::refuses_confirm);
    EXPECT_EQ(behaviour("I09902"), Behaviour::confirms_after_8_s);
    EXPECT_EQ(behaviour("I09903"), Behaviour::answers_twice);
    EXPECT_EQ(behaviour("I01370"), Behaviour::normal);
    EXPECT_EQ(Flights("I0", false).behaviour_of(request("I09901", "2026-12-20").item),
              Behaviour::normal);
    EXPECT_EQ(reason(request("I09904", "2026-12-20"), noon(), true), "unknown_item");
    const auto result = std::get<Quote>(quote(request("I09903", "2026-12-20", 2), noon(), true));
    EXPECT_EQ(result.claims, (std::vector<Claim>{{"I09903/2026-12-20", 10, 2}}));
    EXPECT_EQ(result.price, (Money{200'00, "BRL"}));
    EXPECT_EQ(result.description, "I09903 REC–GRU 2026-12-20");
    EXPECT_EQ(reason(request("I09903", "2026-11-20"), noon(), true), "departed");
}

TEST_F(FlightQuote, ABatchIsAnsweredInItsOrder) {
    Flights flights("I0", true);
    const std::vector<HoldRequest> requests = {
        request("I01370", "2026-12-21"), request("I09999", "2026-12-21"),
        request("I09901", "2026-12-21"), request("I01370", "2026-12-22", 2)};
    const auto results = flights.quote(database_->connection(), requests, noon());
    ASSERT_EQ(results.size(), 4U);
    EXPECT_EQ(std::get<Quote>(results[0]).claims.at(0).unit, "I01370/2026-12-21");
    EXPECT_EQ(std::get<NoQuote>(results[1]).reason, "unknown_item");
    EXPECT_EQ(std::get<Quote>(results[2]).claims.at(0).unit, "I09901/2026-12-21");
    EXPECT_EQ(std::get<Quote>(results[3]).claims.at(0).unit, "I01370/2026-12-22");
    EXPECT_TRUE(flights.quote(database_->connection(), {}, noon()).empty());
}

}  // namespace
}  // namespace viaja::flight
