// A carrier's schedule as it is announced: its version, its pages, and the seats of given days.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/seats_changed.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/flights.hpp"
#include "flight-service/schedule_pages.hpp"
#include "flight-service/seats.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::flight {
namespace {

using inventory_test::day;
using inventory_test::InventoryDatabase;
using inventory_test::noon;

class FlightAnnouncedSchedule : public testing::Test {
  protected:
    FlightAnnouncedSchedule()
        : database_(testing::UnitTest::GetInstance()->current_test_info()->name(),
                    flight_migrations()) {}

    Connection& connection() { return database_.connection(); }
    void load() { load_demo(connection(), "data/demo", "I0"); }
    ScheduleVersion version() { return pages_.version(connection()); }
    SchedulePages::Answer ask(const std::string& version, int page) {
        return pages_.page(connection(), {version, page});
    }
    SchedulePage page_of(const std::string& version, int number) {
        auto answer = ask(version, number);
        EXPECT_EQ(answer.problem, "");
        return std::move(answer.page);
    }

    /// Flights from number 1000 on.
    void write(int count, int price = 100'00) {
        std::vector<Flight> flights;
        for (int i = 0; i < count; ++i) {
            Flight flight;
            flight.number = "I0" + std::to_string(1000 + i);
            flight.carrier = "I0";
            flight.origin = "GRU";
            flight.destination = "REC";
            flight.departure_minutes = 540;
            flight.days = std::string(kDaily);
            flight.distance_km = 2100;
            flight.block_minutes = 190;
            flight.seats = 180;
            flight.price = Money{price, "BRL"};
            flights.push_back(flight);
        }
        write_flights(connection(), flights, Source::routes, {});
    }

    InventoryDatabase database_;
    SchedulePages pages_{"I0"};
};

TEST_F(FlightAnnouncedSchedule, APageSaysWhatIsFlownAndWhere) {
    load();
    const auto announced = version();
    const auto page = page_of(announced.version, 1);
    EXPECT_EQ(page.version, announced.version);
    EXPECT_EQ(announced.flights, static_cast<int>(all_flights(connection(), "I0").size()));
    const auto flight = std::ranges::find(page.flights, "I01370", &ScheduledFlight::flight);
    ASSERT_NE(flight, page.flights.end());
    EXPECT_EQ(*flight, (ScheduledFlight{.flight = "I01370",
                                        .from = "GRU",
                                        .to = "REC",
                                        .departs = 540,
                                        .days = "12345",
                                        .minutes = 190,
                                        .seats = 174,
                                        .price = {103'190, "BRL"}}));
    std::set<std::string> flown_to;
    for (int number = 1; number <= page.pages; ++number) {
        for (const auto& one : page_of(announced.version, number).flights)
            flown_to.insert({one.from, one.to});
    }
    std::set<std::string> announced_airports;
    for (const auto& airport : page.airports)
        announced_airports.insert(airport.airport);
    EXPECT_EQ(announced_airports, flown_to);
    const auto airport = std::ranges::find(page.airports, "GRU", &ScheduledAirport::airport);
    EXPECT_EQ(*airport, (ScheduledAirport{"GRU", "America/Sao_Paulo", "BR", "São Paulo", -23431940,
                                          -46467780}));
}

TEST_F(FlightAnnouncedSchedule, PagesHaveFiveHundredFlightsByNumberAndNoneTwice) {
    load_demo(connection(), "data/demo", "I0");
    const int before = version().flights;
    write(1001);
    const auto announced = version();
    std::vector<std::string> numbers;
    int pages = 1;
    for (int number = 1; number <= pages; ++number) {
        const auto page = page_of(announced.version, number);
        pages = page.pages;
        EXPECT_EQ(page.page, number);
        EXPECT_EQ(page.airports.empty(), number > 1);
        if (number < pages) {
            EXPECT_EQ(page.flights.size(), kFlightsPerPage);
        }
        for (const auto& flight : page.flights)
            numbers.push_back(flight.flight);
    }
    EXPECT_GE(announced.flights, 1001);
    EXPECT_LE(announced.flights, before + 1001);
    EXPECT_EQ(numbers.size(), static_cast<std::size_t>(announced.flights));
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
    EXPECT_EQ(std::set<std::string>(numbers.begin(), numbers.end()).size(), numbers.size());
}

TEST_F(FlightAnnouncedSchedule, AnEmptyScheduleHasOneEmptyPage) {
    EXPECT_EQ(version().flights, 0);
    const auto page = page_of(version().version, 1);
    EXPECT_EQ(page.pages, 1);
    EXPECT_TRUE(page.flights.empty());
    EXPECT_TRUE(page.airports.empty());
}

TEST_F(FlightAnnouncedSchedule, TheSameRowsAreTheSameVersionAtEveryReplica) {
    load();
    SchedulePages other("I0");
    EXPECT_EQ(other.version(connection()), version());
    EXPECT_LE(version().version.size(), kScheduleVersionBytesMax);
    const auto before = version();
    write(3);
    EXPECT_NE(version(), before);
    EXPECT_EQ(other.version(connection()), version());
    write(3, 101'00);
    EXPECT_NE(version(), before);
    const auto dearer = version();
    write(3, 100'00);
    write(3, 101'00);
    EXPECT_EQ(version(), dearer);
}

TEST_F(FlightAnnouncedSchedule, AChangeOfAnotherProcessIsSeenAndWritingTheSameAgainIsNone) {
    load();
    const auto revision = schedule_revision(connection(), "I0");
    EXPECT_GT(revision, 0);
    write(3);
    EXPECT_EQ(schedule_revision(connection(), "I0"), revision + 1);
    write(3);
    load();
    EXPECT_EQ(schedule_revision(connection(), "I0"), revision + 1);
}

TEST_F(FlightAnnouncedSchedule, AnInterruptedChangeLeavesNeitherRowsNorRevision) {
    load();
    const auto before = version();
    const auto revision = schedule_revision(connection(), "I0");
    {
        const Transaction never_committed(connection());
        connection().execute("UPDATE flights SET seats = 1");
        connection().execute("UPDATE schedule_revisions SET revision = revision + 1");
    }
    EXPECT_EQ(schedule_revision(connection(), "I0"), revision);
    EXPECT_EQ(version(), before);
}

TEST_F(FlightAnnouncedSchedule, AnOldVersionGetsThePresentOneAndNothingElse) {
    load();
    const auto old = version();
    write(2);
    const auto answer = ask(old.version, 1);
    EXPECT_EQ(answer.problem, "other_version");
    EXPECT_EQ(answer.page.version, version().version);
    EXPECT_TRUE(answer.page.flights.empty());
    for (const int number : {0, -1, 99})
        EXPECT_EQ(ask(version().version, number).problem, "unknown_page");
}

TEST_F(FlightAnnouncedSchedule, WithdrawnFlightsAndThoseOfOthersAreNotAnnounced) {
    load();
    const auto before = version();
    auto flight = all_flights(connection(), "I0").begin()->second.flight;
    write_flights(connection(), std::span(&flight, 1), Source::withdrawn, {});
    EXPECT_EQ(version().flights, before.flights - 1);
    const auto page = page_of(version().version, 1);
    EXPECT_EQ(std::ranges::find(page.flights, flight.number, &ScheduledFlight::flight),
              page.flights.end());
    EXPECT_EQ(SchedulePages("8G").version(connection()).flights, 0);
}

TEST_F(FlightAnnouncedSchedule, SeatsAreWhatASearchAndAHoldSay) {
    load();
    database_.take("I01370/2026-12-21", 174, 3, 70);
    const std::vector<DatedFlight> flights = {{"I01370", day("2026-12-21")},
                                              {"I01370", day("2026-12-22")}};
    const auto seats = seats_of(connection(), "I0", flights, 2, noon());
    ASSERT_EQ(seats.size(), 2U);
    EXPECT_EQ(seats[0], (FlightSeats{flights[0], 101, "", Money{2 * 145737, "BRL"}}));
    EXPECT_EQ(seats[1].seats_left, 174);
    Flights carrier("I0", false);
    for (const auto& one : seats) {
        const HoldRequest hold{FlightItem{"I0", one.flight.flight, one.flight.date}, 2, {}};
        const auto quote = carrier.quote(connection(), std::span(&hold, 1), noon());
        EXPECT_EQ(std::get<supplier::Quote>(quote.at(0)).price, one.price);
    }
}

TEST_F(FlightAnnouncedSchedule, WhatCannotBeSoldHasAReasonAndNoPrice) {
    load();
    const std::vector<DatedFlight> flights = {{"I09999", day("2026-12-21")},
                                              {"I01370", day("2026-12-20")},
                                              {"I01370", day("2026-11-20")},
                                              {"I01370", day("2027-10-18")},
                                              {"I01370", Date{}},
                                              {"I01370", day("2026-12-21")}};
    std::vector<std::string> reasons;
    for (const auto& one : seats_of(connection(), "I0", flights, 1, noon())) {
        reasons.push_back(one.reason);
        EXPECT_EQ(one.seats_left > 0, one.reason.empty());
        EXPECT_EQ(one.price.amount > 0, one.reason.empty());
    }
    EXPECT_EQ(reasons, (std::vector<std::string>{"unknown_item", "not_on_this_day", "departed",
                                                 "too_far_ahead", "not_on_this_day", ""}));
    EXPECT_TRUE(seats_of(connection(), "I0", {}, 1, noon()).empty());
}

TEST_F(FlightAnnouncedSchedule, QuestionsAreAnsweredByTheCarrier) {
    load();
    Flights carrier("I0", false);
    Question question;
    question.about = ScheduleQuestion{version().version, 1};
    auto answer = carrier.answer(connection(), question, noon());
    EXPECT_EQ(answer.from, "flight.I0");
    EXPECT_EQ(answer.problem, "");
    EXPECT_EQ(std::get<SchedulePage>(answer.offers), page_of(version().version, 1));
    question.about = ScheduleQuestion{"old", 1};
    EXPECT_EQ(carrier.answer(connection(), question, noon()).problem, "other_version");

    SeatsQuestion about{2, {{"I01370", day("2026-12-21")}, {"I09999", day("2026-12-21")}}};
    question.about = about;
    answer = carrier.answer(connection(), question, noon());
    const auto& seats = std::get<SeatsAnswer>(answer.offers);
    EXPECT_EQ(seats.version, version().version);
    EXPECT_EQ(seats.flights, seats_of(connection(), "I0", about.flights, 2, noon()));
    about.passengers = 10;
    question.about = about;
    EXPECT_EQ(carrier.answer(connection(), question, noon()).problem, "invalid_question");
    about = {1, std::vector<DatedFlight>(kSeatsAskedMax + 1, about.flights[0])};
    question.about = about;
    EXPECT_EQ(carrier.answer(connection(), question, noon()).problem, "invalid_question");
}

TEST_F(FlightAnnouncedSchedule, FewSeatsLeftAreAnnouncedByFlightAndDay) {
    SystemClock clock;
    SystemRandom random;
    InProcessBus bus(clock, random, {.dispatch = InProcessBus::Dispatch::manual});
    std::vector<SeatsChanged> heard;
    const auto listener =
        bus.listen("seats.changed", [&](const std::string&, const std::string& body) {
            for (auto& change : seats_changed_from(body))
                heard.push_back(change);
        });
    Flights carrier("I0", false);
    carrier.few_left({{"I01370/2026-12-21", 3}});
    carrier.announce_on(bus);
    carrier.few_left({{"I01370/2026-12-21", 3}, {"no flight", 1}, {"I01371/2026-12-22", 0}});
    while (bus.deliver_one()) {
    }
    EXPECT_EQ(heard, (std::vector<SeatsChanged>{
                         {"flight.I0", {"I01370", day("2026-12-21")}, 3},
                         {"flight.I0", {"I01371", day("2026-12-22")}, 0},
                     }));
}

TEST_F(FlightAnnouncedSchedule, AnOversoldFlightHasNoSeatLeft) {
    load();
    database_.take("I01370/2026-12-21", 174, 0, 200);
    const std::vector<DatedFlight> flights = {{"I01370", day("2026-12-21")}};
    EXPECT_EQ(seats_of(connection(), "I0", flights, 1, noon()).at(0).seats_left, 0);
}

}  // namespace
}  // namespace viaja::flight
