// The search for routes on the demo's schedule: every pair of its Brazilian airports has a route,
// and some of them are compared with brute force.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>

#include "bench/routes/networks.hpp"
#include "flight-service/core/seat_price.hpp"
#include "session-service/routes/itineraries.hpp"
#include "session-service/routes/zone_data.hpp"
#include "tests/properties/routes_oracle.hpp"

namespace viaja::routes {
namespace {

class RoutesDemo : public testing::Test {
  protected:
    RoutesDemo() {
        const auto demo = bench::read_network("data/demo");
        network_.airports = demo.airports;
        network_.schedules = demo.schedules;
        std::set<std::string> zones;
        for (const Airport& airport : network_.airports)
            zones.insert(airport.zone);
        const auto clock = std::make_shared<const WallClock>(
            read_wall_clock({zones.begin(), zones.end()}, *parse_date("2026-12-01")));
        const auto built = build_timetable(network_.airports, network_.schedules, clock);
        EXPECT_TRUE(built.left_out.empty());
        timetable_ = built.timetable;
        for (const Airport& airport : network_.airports) {
            if (airport.country == "BR") brazilian_.push_back(airport.code);
        }
    }

    static RouteQuery query(const std::string& from, const std::string& to, int day) {
        RouteQuery query;
        query.from = {from};
        query.to = {to};
        query.date = plus_days(*parse_date("2026-12-14"), day);
        query.now = *parse_rfc3339("2026-12-02T12:00:00.000Z");
        return query;
    }

    Network network_;
    std::shared_ptr<const Timetable> timetable_;
    std::vector<std::string> brazilian_;
};

TEST_F(RoutesDemo, FourSegmentsReachEveryBrazilianAirportFromEveryOtherOnEveryDay) {
    std::map<int, int> pairs_by_segments;
    ASSERT_EQ(brazilian_.size(), 93U);
    for (const std::string& from : brazilian_) {
        for (const std::string& to : brazilian_) {
            if (from == to) continue;
            int fewest = kSegmentsMax;
            for (int day = 0; day < 7; ++day) {
                const auto page =
                    page_of_routes(*timetable_, query(from, to, day), Order::stops, 1);
                ASSERT_EQ(page.routes.size(), 1U) << from << " " << to << " " << day;
                fewest = std::min(fewest, page.routes.front().count);
            }
            ++pairs_by_segments[fewest];
        }
    }
    // 7.5, 37.8, 46.3 and 8.5 % of 8,556 pairs.
    EXPECT_EQ(pairs_by_segments, (std::map<int, int>{{1, 638}, {2, 3'232}, {3, 3'958}, {4, 728}}));
}

TEST_F(RoutesDemo, TheBestRoutesAreThoseOfBruteForce) {
    std::mt19937_64 random(20261214);
    for (int round = 0; round < 8; ++round) {
        const auto& from = network_.airports[random() % network_.airports.size()].code;
        const auto& to = brazilian_[random() % brazilian_.size()];
        if (from == to) continue;
        auto asked = query(from, to, round % 7);
        const auto today = all_routes(network_, asked);
        asked.date = plus_days(asked.date, 1);
        auto expected = not_beaten(today, all_routes(network_, asked));
        asked.date = plus_days(asked.date, -1);
        sort_by(Order::price, {}, expected);
        const auto found = best_routes(*timetable_, asked);
        ASSERT_EQ(found.routes.size(), expected.size()) << from << " " << to;
        for (std::size_t place = 0; place < expected.size(); ++place) {
            for (std::size_t segment = 0; segment < expected[place].size(); ++segment) {
                const Segment& own = found.routes[place].segments()[segment];
                EXPECT_EQ(timetable_->flight(own.flight).number,
                          expected[place][segment].flight->number);
                EXPECT_EQ(instant_of(own.departs), expected[place][segment].departs);
            }
        }
    }
}

/// What a carrier of the demo answers: seats enough, at the price of the day.
std::vector<CheckedFlight> answers_to(const Timetable& timetable, const FlightsToCheck& asked,
                                      Day today) {
    std::vector<CheckedFlight> answers;
    for (const FlightOnDay& unit : asked.flights) {
        const FlightDetails& flight = timetable.flight(timetable.find_flight(unit.flight).value());
        const Money price =
            flight::seat_price({flight.price, "BRL"}, date_of(unit.day), unit.day - today);
        answers.push_back({unit, Seats{flight.seats, static_cast<std::int32_t>(price.amount)}});
    }
    return answers;
}

struct Asked {
    int flights = 0;
    int searches_with_missing = 0;
};

TEST_F(RoutesDemo, AnEmptyCacheIsFilledWithinTheRoundsOfOneSearchAndSoIsOneOfAMinuteAgo) {
    std::mt19937_64 random(20261214);
    constexpr int kSearches = 300;
    Asked empty;
    Asked old;
    const auto run = [&](SeatCache& cache, const RouteQuery& asked, Moment now, Asked& count) {
        const Day today = day_of(utc_date(asked.now));
        ItinerarySearch search(cache, {.kind = {}, .route = asked});
        auto checks = search.begin(now);
        while (!checks.empty()) {
            std::vector<FlightsToCheck> next;
            for (const FlightsToCheck& one : checks) {
                count.flights += static_cast<int>(one.flights.size());
                auto more = search.answered(one.carrier, answers_to(*timetable_, one, today), now);
                next.insert(next.end(), more.begin(), more.end());
            }
            checks = next;
        }
        ASSERT_TRUE(search.done());
        if (!search.result().missing.empty()) ++count.searches_with_missing;
    };
    for (int round = 0; round < kSearches; ++round) {
        const auto& from = network_.airports[random() % network_.airports.size()].code;
        const auto& to = brazilian_[random() % brazilian_.size()];
        if (from == to) continue;
        SeatCache cache(timetable_);
        // Days of different seasons, so that the day prices differ from the schedule's.
        auto asked = query(from, to, round % 60);
        run(cache, asked, Moment{}, empty);
        run(cache, asked, Moment{} + std::chrono::seconds(60), old);
    }
    EXPECT_EQ(empty.searches_with_missing, 0);
    EXPECT_EQ(old.searches_with_missing, 0);
    EXPECT_LE(empty.flights, 5 * kSearches);
    EXPECT_LE(old.flights, 5 * kSearches) << "what is forgotten costs few questions";
}

}  // namespace
}  // namespace viaja::routes
