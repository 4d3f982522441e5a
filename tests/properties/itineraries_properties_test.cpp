// The pages of all routes, made in turn by replicas that know different prices, show every route
// once and in order, where each carrier has one level of prices on a day.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "common/text/fnv1a.hpp"
#include "session-service/routes/itineraries.hpp"
#include "tests/properties/routes_networks.hpp"

namespace viaja::routes {
namespace {

constexpr int kPagesMax = 40;
const Moment kNow{std::chrono::seconds(1'000)};

/// A network whose flights cost so much that a minor unit is little, on days each with its level.
class Books {
  public:
    Books(Network& network, const RouteQuery& query) {
        for (Schedule& schedule : network.schedules) {
            for (ScheduledFlight& flight : schedule.flights) {
                flight.price.amount = 10'000 + flight.price.amount * 700;
                add_days(network, schedule.carrier, flight, day_of(query.date));
            }
        }
        network.schedule_permille = kPermille;
    }

    /// Nothing where the flight is full.
    std::optional<Seats> seats(const SeatFacts& facts, const FlightOnDay& unit) const {
        const auto fact = facts.find({unit.flight, unit.day});
        if (fact == facts.end() || !fact->second) return std::nullopt;
        return Seats{50, *fact->second};
    }

  private:
    static void add_days(Network& network, const std::string& carrier,
                         const ScheduledFlight& flight, Day date) {
        for (Day day = date - kDaysBeforeMax; day <= date + kDaysAfterMax + 1; ++day) {
            const auto known = network.facts.find({flight.number, day});
            if (known != network.facts.end() && !known->second) continue;  // full
            const auto level =
                700 + static_cast<std::int64_t>(fnv1a(carrier + std::to_string(day)) % 900);
            network.facts[{flight.number, day}] =
                static_cast<std::int32_t>((flight.price.amount * level + 500) / 1'000);
        }
    }
};

class Replica {
  public:
    Replica(const Network& network, const RouteQuery& query, bool knows_some)
        : network_(network), cache_(timetable_of(network, query.now)) {
        if (!knows_some) return;
        for (const auto& [unit, price] : network.facts) {
            const auto flight = cache_.timetable()->find_flight(unit.first);
            const bool knows = fnv1a(unit.first + std::to_string(unit.second)) % 3 == 0;
            if (flight && price && knows) cache_.put(*flight, unit.second, {50, *price}, kNow);
        }
    }

    ItineraryResult run(const ItineraryQuery& query, const Books& books) {
        ItinerarySearch search(cache_, query);
        auto checks = search.begin(kNow);
        while (!checks.empty()) {
            std::vector<FlightsToCheck> next;
            for (const FlightsToCheck& asked : checks) {
                std::vector<CheckedFlight> answers;
                for (const FlightOnDay& unit : asked.flights)
                    answers.push_back({unit, books.seats(network_.facts, unit)});
                for (auto& one : search.answered(asked.carrier, answers, kNow))
                    next.push_back(one);
            }
            checks = std::move(next);
        }
        return search.result();
    }

  private:
    const Network& network_;
    SeatCache cache_;
};

RC_GTEST_PROP(ItinerariesProperties, PagesOfTwoReplicasShowEveryRouteOnce, ()) {
    Case one = *cases();
    const Books books(one.network, one.query);
    Replica cold(one.network, one.query, false);
    Replica warm(one.network, one.query, true);
    ItineraryQuery query;
    query.kind = ItineraryQuery::Kind::all;
    query.route = one.query;
    query.order = one.order == Order::best ? Order::price : one.order;
    query.limit = one.page_size;

    auto all = all_routes(one.network, one.query);
    sort_by(query.order, one.query.carriers, all);
    std::vector<std::string> expected;
    for (const OracleRoute& route : all)
        expected.push_back(text_of(route));

    std::vector<std::string> shown;
    for (int page = 0; page < kPagesMax; ++page) {
        const auto result = (page % 2 == 0 ? cold : warm).run(query, books);
        RC_ASSERT(result.missing.empty());
        RC_ASSERT(!result.truncated);
        for (const Offer& offer : result.offers)
            shown.push_back(text_of(*result.timetable, offer.route));
        RC_ASSERT(result.more == (shown.size() < expected.size()));
        if (!result.more) break;
        query.after = result.next;
    }
    RC_ASSERT(shown.size() <= expected.size());
    expected.resize(shown.size());
    RC_ASSERT(shown == expected);
}

}  // namespace
}  // namespace viaja::routes
