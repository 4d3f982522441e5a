// The pages of all routes, made in turn by replicas that know different prices, show every route
// once and in order, where each carrier has one level of prices on a day; and no price of the past
// changes a result.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "common/text/fnv1a.hpp"
#include "session-service/routes/itineraries.hpp"
#include "tests/properties/routes_networks.hpp"

namespace viaja::routes {
namespace {

constexpr int kPagesMax = 40;
const Moment kNow{std::chrono::seconds(1'000)};

/// What flights cost, and on what levels days are, at one time.
struct Season {
    std::string levels;
    bool new_schedule = false;  ///< each flight has another price than without
};

/// A network whose flights cost so much that a minor unit is little, on days each with its level.
class Books {
  public:
    Books(const Case& one, const Season& season) : network_(one.network) {
        for (Schedule& schedule : network_.schedules) {
            for (ScheduledFlight& flight : schedule.flights) {
                flight.price.amount = 10'000 + flight.price.amount * share_of(flight, season);
                add_days(schedule.carrier + season.levels, flight, day_of(one.query.date));
            }
        }
        network_.schedule_permille = kPermille;
    }

    const Network& network() const { return network_; }
    /// Nothing where the flight is full.
    std::optional<Seats> seats(const FlightOnDay& unit) const {
        const auto fact = network_.facts.find({unit.flight, unit.day});
        if (fact == network_.facts.end() || !fact->second) return std::nullopt;
        return Seats{50, *fact->second};
    }

  private:
    static std::int64_t share_of(const ScheduledFlight& flight, const Season& season) {
        if (!season.new_schedule) return 700;
        const auto chance = static_cast<std::int64_t>(fnv1a(flight.number) % 800);
        return chance < 400 ? 200 + chance : 401 + chance;
    }

    void add_days(const std::string& levels, const ScheduledFlight& flight, Day date) {
        for (Day day = date - kDaysBeforeMax; day <= date + kDaysAfterMax + 1; ++day) {
            const auto known = network_.facts.find({flight.number, day});
            if (known != network_.facts.end() && !known->second) continue;  // full
            const auto level =
                700 + static_cast<std::int64_t>(fnv1a(levels + std::to_string(day)) % 900);
            network_.facts[{flight.number, day}] =
                static_cast<std::int32_t>((flight.price.amount * level + 500) / 1'000);
        }
    }

    Network network_;
};

class Replica {
  public:
    Replica(const Books& books, Instant now) : cache_(timetable_of(books.network(), now)) {}

    /// It has read the prices of a share of all flights.
    void read(const Books& books, unsigned one_of, Moment now) {
        for (const auto& [unit, price] : books.network().facts) {
            const auto flight = cache_.timetable()->find_flight(unit.first);
            const bool reads = fnv1a(unit.first + std::to_string(unit.second)) % one_of == 0;
            if (flight && price && reads) cache_.put(*flight, unit.second, {50, *price}, now);
        }
    }
    void take_schedules(const Books& books, Instant now) {
        cache_.move_to(timetable_of(books.network(), now));
    }

    ItineraryResult run(const ItineraryQuery& query, const Books& books) {
        ItinerarySearch search(cache_, query);
        auto checks = search.begin(kNow);
        while (!checks.empty()) {
            std::vector<FlightsToCheck> next;
            for (const FlightsToCheck& asked : checks) {
                std::vector<CheckedFlight> answers;
                for (const FlightOnDay& unit : asked.flights)
                    answers.push_back({unit, books.seats(unit)});
                for (auto& one : search.answered(asked.carrier, answers, kNow))
                    next.push_back(one);
            }
            checks = std::move(next);
        }
        return search.result();
    }

  private:
    SeatCache cache_;
};

enum class Past { none, other_levels_a_minute_ago, other_schedules };

/// A replica that has read prices as they were, of one flight in `one_of`.
Replica with_past(Past past, const Case& one, const Books& books, unsigned one_of) {
    const Instant now = one.query.now;
    if (past == Past::none) return {books, now};
    const bool had_other_schedules = past == Past::other_schedules;
    const Books before(
        one, {.levels = had_other_schedules ? "" : "before", .new_schedule = had_other_schedules});
    Replica replica(before, now);
    replica.read(before, one_of, had_other_schedules ? kNow : kNow - kPriceKnownFor);
    replica.take_schedules(books, now);
    return replica;
}

RC_GTEST_PROP(ItinerariesProperties, PagesOfTwoReplicasShowEveryRouteOnce, ()) {
    const Case one = *cases();
    const auto past =
        *rc::gen::element(Past::none, Past::other_levels_a_minute_ago, Past::other_schedules);
    const Books books(one, {});
    Replica cold(books, one.query.now);
    Replica warm = with_past(past, one, books, 2);
    warm.read(books, 3, kNow);
    ItineraryQuery query;
    query.kind = ItineraryQuery::Kind::all;
    query.route = one.query;
    query.order = one.order == Order::best ? Order::price : one.order;
    query.limit = one.page_size;

    auto all = all_routes(books.network(), one.query);
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

std::vector<std::string> text_of(const ItineraryResult& result) {
    std::vector<std::string> lines(result.missing.begin(), result.missing.end());
    for (const Offer& offer : result.offers)
        lines.push_back(text_of(*result.timetable, offer.route));
    for (const CalendarDay& day : result.days) {
        lines.push_back(iso_date(day.date) + " ");
        if (day.cheapest) lines.back() += text_of(*result.timetable, *day.cheapest);
    }
    return lines;
}

/// So no price of the past hides a flight that has become cheaper.
RC_GTEST_PROP(ItinerariesProperties, PricesOfThePastChangeNoResult, ()) {
    using Kind = ItineraryQuery::Kind;
    const Case one = *cases();
    const auto past = *rc::gen::element(Past::other_levels_a_minute_ago, Past::other_schedules);
    const Books books(one, {});
    ItineraryQuery query;
    query.kind = *rc::gen::element(Kind::best, Kind::all, Kind::calendar);
    query.route = one.query;
    query.order = one.order;
    query.limit = one.page_size;
    query.days = 3;
    const auto expected = Replica(books, one.query.now).run(query, books);
    Replica replica = with_past(past, one, books, 1);
    RC_ASSERT(text_of(replica.run(query, books)) == text_of(expected));
}

}  // namespace
}  // namespace viaja::routes
