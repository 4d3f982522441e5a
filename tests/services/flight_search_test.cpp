// Search of direct flights: who is offered, at what local and universal times.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::flight {
namespace {

using inventory_test::day;
using inventory_test::InventoryDatabase;
using inventory_test::noon;

class FlightSearch : public testing::Test {
  protected:
    static std::unique_ptr<InventoryDatabase> loaded(const std::string& carrier) {
        const std::string name =
            carrier + testing::UnitTest::GetInstance()->current_test_info()->name();
        auto database = std::make_unique<InventoryDatabase>(name, flight_migrations());
        load_demo(database->connection(), "data/demo", carrier);
        return database;
    }
    static QuestionAnswer ask(InventoryDatabase& database, const std::string& carrier,
                              const std::string& from, const std::string& to, const char* date,
                              int passengers = 1, Instant now = noon()) {
        Flights flights(carrier, true);
        Question question;
        question.id = *Uuid::parse("0198a4c8-1f00-7000-8000-000000000001");
        question.about = FlightQuestion{from, to, day(date), passengers};
        return flights.answer(database.connection(), question, now);
    }
    static const FlightOffer* find(const QuestionAnswer& answer, const std::string& flight) {
        const auto found = std::find_if(std::get<FlightOffers>(answer.offers).begin(),
                                        std::get<FlightOffers>(answer.offers).end(),
                                        [&](const auto& o) { return o.item.flight == flight; });
        return found == std::get<FlightOffers>(answer.offers).end() ? nullptr : &*found;
    }
};

TEST_F(FlightSearch, GruToRecHasOffersInOrderOfDeparture) {
    const auto database = loaded("I0");
    const QuestionAnswer answer = ask(*database, "I0", "GRU", "REC", "2026-12-21", 2);
    EXPECT_EQ(answer.id.text(), "0198a4c8-1f00-7000-8000-000000000001");
    EXPECT_EQ(answer.from, "flight.I0");
    EXPECT_EQ(answer.problem, "");
    ASSERT_GE(std::get<FlightOffers>(answer.offers).size(), 2U);
    for (std::size_t i = 1; i < std::get<FlightOffers>(answer.offers).size(); ++i) {
        EXPECT_LE(std::get<FlightOffers>(answer.offers)[i - 1].departs_at,
                  std::get<FlightOffers>(answer.offers)[i].departs_at);
    }
    const FlightOffer* offer = find(answer, "I01370");
    ASSERT_NE(offer, nullptr);
    EXPECT_EQ(offer->item, (FlightItem{"I0", "I01370", day("2026-12-21")}));
    EXPECT_EQ(offer->from, "GRU");
    EXPECT_EQ(offer->to, "REC");
    EXPECT_EQ(offer->departs_at_local, "2026-12-21T09:00");
    EXPECT_EQ(rfc3339(offer->departs_at), "2026-12-21T12:00:00.000Z");
    EXPECT_EQ(offer->arrives_at_local, "2026-12-21T12:10");
    EXPECT_EQ(rfc3339(offer->arrives_at), "2026-12-21T15:10:00.000Z");
    EXPECT_EQ(offer->seats_left, 174);
    EXPECT_EQ(offer->price, (Money{2 * 145737, "BRL"}));
}

TEST_F(FlightSearch, AHoldCostsWhatTheSearchOfTheSameDaySaid) {
    const auto database = loaded("I0");
    Flights flights("I0", false);
    int offers = 0;
    for (const char* now : {"2026-12-15T02:59:59Z", "2026-12-15T03:00:00Z"}) {
        for (const char* date : {"2026-12-15", "2026-12-16", "2027-02-09", "2027-10-01"}) {
            const Instant at = *parse_rfc3339(now);
            const auto answer = ask(*database, "I0", "GRU", "REC", date, 2, at);
            for (const FlightOffer& offer : std::get<FlightOffers>(answer.offers)) {
                const HoldRequest hold{offer.item, 2, {}};
                const auto quote = flights.quote(database->connection(), std::span(&hold, 1), at);
                EXPECT_EQ(std::get<supplier::Quote>(quote.at(0)).price, offer.price);
                ++offers;
            }
        }
    }
    EXPECT_GE(offers, 8);
}

TEST_F(FlightSearch, FlightsOfOtherWeekdaysAreNotOffered) {
    const auto database = loaded("I0");
    const QuestionAnswer sunday = ask(*database, "I0", "GRU", "REC", "2026-12-20");
    EXPECT_EQ(find(sunday, "I01370"), nullptr);
    EXPECT_FALSE(std::get<FlightOffers>(sunday.offers).empty());
}

TEST_F(FlightSearch, AFlightOverNightArrivesOnTheNextDay) {
    const auto database = loaded("A0");
    // 20:20 in São Paulo, 15 h 55 min in the air, seven hours further east.
    const QuestionAnswer answer = ask(*database, "A0", "GRU", "DXB", "2026-12-21");
    const FlightOffer* offer = find(answer, "A01048");
    ASSERT_NE(offer, nullptr);
    EXPECT_EQ(offer->departs_at_local, "2026-12-21T20:20");
    EXPECT_EQ(rfc3339(offer->departs_at), "2026-12-21T23:20:00.000Z");
    EXPECT_EQ(rfc3339(offer->arrives_at), "2026-12-22T15:15:00.000Z");
    EXPECT_EQ(offer->arrives_at_local, "2026-12-22T19:15");
}

TEST_F(FlightSearch, ArrivalsFollowTheSummerTimeOfTheDestination) {
    const auto database = loaded("A0");
    // The flight leaves São Paulo at 11:50 and takes 12 h 50 min; Brazil's clocks never change.
    const auto local_arrival = [&](const char* date) {
        const QuestionAnswer answer = ask(*database, "A0", "GRU", "AMS", date);
        const FlightOffer* offer = find(answer, "A01039");
        return offer ? offer->arrives_at_local : "no offer";
    };
    EXPECT_EQ(local_arrival("2027-03-26"), "2027-03-27T04:40");  // the Friday before the change
    EXPECT_EQ(local_arrival("2027-03-29"), "2027-03-30T05:40");  // the Monday after it
}

TEST_F(FlightSearch, DeparturesFollowTheSummerTimeOfTheOrigin) {
    const auto database = loaded("A0");
    const auto departure = [&](const char* date) {
        const QuestionAnswer answer = ask(*database, "A0", "AMS", "GRU", date);
        const FlightOffer* offer = find(answer, "A01003");
        return offer ? rfc3339(offer->departs_at) : "no offer";
    };
    EXPECT_EQ(departure("2027-03-27"), "2027-03-27T08:40:00.000Z");
    EXPECT_EQ(departure("2027-03-28"), "2027-03-28T07:40:00.000Z");
}

TEST_F(FlightSearch, SeatsThatAreHeldOrSoldAreNotLeft) {
    const auto database = loaded("I0");
    database->take("I01370/2026-12-21", 174, 100, 71);
    const auto seats = [&](int passengers) {
        const auto answer = ask(*database, "I0", "GRU", "REC", "2026-12-21", passengers);
        const FlightOffer* offer = find(answer, "I01370");
        return offer ? offer->seats_left : -1;
    };
    EXPECT_EQ(seats(1), 3);
    EXPECT_EQ(seats(3), 3);
    EXPECT_EQ(seats(4), -1);
    EXPECT_EQ(find(ask(*database, "I0", "GRU", "REC", "2026-12-22"), "I01370")->seats_left, 174);
}

/// `count` flights GRU–REC in five-minute steps, numbered from `first`.
std::vector<Flight> many_flights(int count, int first, std::string_view days) {
    std::vector<Flight> flights;
    for (int i = 0; i < count; ++i) {
        Flight flight;
        flight.number = "G3" + std::to_string(first + i);
        flight.carrier = "G3";
        flight.origin = "GRU";
        flight.destination = "REC";
        flight.departure_minutes = i * 5 % (22 * 60);
        flight.days = days;
        flight.block_minutes = 190;
        flight.seats = 180;
        flight.price = Money{100'00, "BRL"};
        flights.push_back(flight);
    }
    return flights;
}

TEST_F(FlightSearch, FlightsOfOtherDaysAndFullOnesHideNone) {
    const auto database = loaded("G3");
    auto flights = many_flights(200, 1000, "1");
    for (Flight& full : many_flights(200, 3000, "2"))
        flights.push_back(full);
    Flight late = many_flights(1, 5000, kDaily).front();
    late.departure_minutes = 23 * 60;
    flights.push_back(late);
    write_flights(database->connection(), flights, Source::schedule, {});
    for (int number = 3000; number < 3200; ++number) {
        database->take("G3" + std::to_string(number) + "/2026-12-22", 180, 0, 180);
    }
    const QuestionAnswer tuesday = ask(*database, "G3", "GRU", "REC", "2026-12-22");
    ASSERT_EQ(std::get<FlightOffers>(tuesday.offers).size(), 1U);
    EXPECT_EQ(std::get<FlightOffers>(tuesday.offers)[0].item.flight, "G35000");
    EXPECT_FALSE(tuesday.more);
    const QuestionAnswer monday = ask(*database, "G3", "GRU", "REC", "2026-12-21");
    EXPECT_EQ(std::get<FlightOffers>(monday.offers).size(), kOffersMax);
    EXPECT_TRUE(monday.more);
}

TEST_F(FlightSearch, WhatDoesNotFitIntoAnAnswerIsFoundBehindItsLastOffer) {
    const auto database = loaded("G3");
    const auto flights = many_flights(450, 1000, kDaily);
    write_flights(database->connection(), flights, Source::schedule, {});
    Flights carrier("G3", false);
    Question question;
    FlightQuestion about{"GRU", "REC", day("2026-12-21"), 1};
    std::vector<FlightPlace> places;
    for (const std::size_t expected : {kOffersMax, kOffersMax, std::size_t{50}, std::size_t{0}}) {
        question.about = about;
        const auto answer = carrier.answer(database->connection(), question, noon());
        ASSERT_EQ(std::get<FlightOffers>(answer.offers).size(), expected);
        EXPECT_EQ(answer.more, expected == kOffersMax);
        for (const FlightOffer& offer : std::get<FlightOffers>(answer.offers))
            places.push_back({offer.departs_at, offer.item.flight});
        about.after = places.back();
    }
    EXPECT_EQ(places.size(), 450U);
    EXPECT_TRUE(std::ranges::is_sorted(places));
    EXPECT_EQ(std::ranges::adjacent_find(places), places.end()) << "none comes twice";
}

TEST_F(FlightSearch, WhatHasDepartedOrIsTooFarAheadIsNotOffered) {
    const auto database = loaded("I0");
    const Instant midday = *parse_rfc3339("2026-11-23T15:00:00Z");
    const auto today = ask(*database, "I0", "GRU", "REC", "2026-11-23", 1, midday);
    for (const FlightOffer& offer : std::get<FlightOffers>(today.offers))
        EXPECT_GT(offer.departs_at, midday);
    EXPECT_EQ(find(today, "I01370"), nullptr);
    EXPECT_TRUE(
        std::get<FlightOffers>(ask(*database, "I0", "GRU", "REC", "2027-10-18").offers).empty());
    EXPECT_TRUE(
        std::get<FlightOffers>(ask(*database, "I0", "GRU", "REC", "2026-11-20").offers).empty());
}

TEST_F(FlightSearch, AnAirportThatTheCatalogueLacksIsNamedAsTheProblem) {
    const auto database = loaded("I0");
    EXPECT_EQ(ask(*database, "I0", "XXX", "REC", "2026-12-21").problem, "unknown_airport");
    EXPECT_EQ(ask(*database, "I0", "GRU", "XXX", "2026-12-21").problem, "unknown_airport");
    const auto without_route = ask(*database, "I0", "NRT", "REC", "2026-12-21");
    EXPECT_EQ(without_route.problem, "");
    EXPECT_TRUE(std::get<FlightOffers>(without_route.offers).empty());
}

TEST_F(FlightSearch, TestFlightsAreNeverFound) {
    const auto database = loaded("I0");
    const QuestionAnswer answer = ask(*database, "I0", "REC", "GRU", "2026-12-21");
    ASSERT_FALSE(std::get<FlightOffers>(answer.offers).empty());
    for (const char* number : {"I09901", "I09902", "I09903"}) {
        EXPECT_EQ(find(answer, number), nullptr);
    }
}

TEST_F(FlightSearch, AQuestionThatMakesNoSenseIsAnsweredWithAProblem) {
    const auto database = loaded("I0");
    EXPECT_EQ(ask(*database, "I0", "GRU", "REC", "2026-12-21", 0).problem, "invalid_question");
    EXPECT_EQ(ask(*database, "I0", "GRU", "REC", "2026-12-21", 10).problem, "invalid_question");
    Flights flights("I0", false);
    Question question;
    question.about = StayQuestion{"REC", day("2026-12-21"), day("2026-12-22"), 1};
    EXPECT_EQ(flights.answer(database->connection(), question, noon()).problem, "unknown_question");
}

}  // namespace
}  // namespace viaja::flight
