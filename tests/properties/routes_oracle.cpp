#include "tests/properties/routes_oracle.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include "common/catalogue/zones.hpp"

namespace viaja::routes {
namespace {

using std::chrono::minutes;

/// A route has at most four flights of two days each, and waits at most three days between them.
constexpr int kDaysBefore = 3;
constexpr int kDaysAfter = 12;

bool contains(const std::vector<std::string>& list, const std::string& value) {
    return std::ranges::find(list, value) != list.end();
}

class Oracle {
  public:
    Oracle(const Network& network, const RouteQuery& query) : query_(query) {
        for (const Airport& airport : network.airports)
            airports_.emplace(airport.code, airport);
        for (const Schedule& schedule : network.schedules) {
            if (contains(query.excluded, schedule.carrier)) continue;
            if (query.only && !contains(query.carriers, schedule.carrier)) continue;
            for (const ScheduledFlight& flight : schedule.flights)
                add_days(network, schedule.carrier, flight);
        }
    }

    std::vector<OracleRoute> routes() {
        for (const std::string& origin : std::set(query_.from.begin(), query_.from.end())) {
            for (const OracleFlight& flight : departures_[origin]) {
                if (flight.day == day_of(query_.date)) go_on({flight});
            }
        }
        return std::move(found_);
    }

  private:
    void add_days(const Network& network, const std::string& carrier,
                  const ScheduledFlight& flight) {
        const Airport& from = airports_.at(flight.from);
        const Airport& to = airports_.at(flight.to);
        const Date today = catalogue::local_date(query_.now, from.zone);
        for (int offset = -kDaysBefore; offset <= kDaysAfter; ++offset) {
            const Date date = plus_days(query_.date, offset);
            const std::chrono::weekday weekday{std::chrono::sys_days(date)};
            if ((flight.weekdays >> (weekday.iso_encoding() - 1) & 1U) == 0) continue;
            if (flight.first && days_between(*flight.first, date) < 0) continue;
            if (flight.last && days_between(date, *flight.last) < 0) continue;
            if (days_between(today, date) > 330) continue;
            const Instant departs = catalogue::instant_of(
                catalogue::wall_clock(date, flight.departure_minutes), from.zone);
            if (departs <= query_.now) continue;
            std::int64_t price = flight.price.amount;
            const auto fact = network.facts.find({flight.number, day_of(date)});
            if (fact != network.facts.end()) {
                if (!fact->second) continue;
                price = *fact->second;
            }
            departures_[flight.from].push_back({&flight, carrier, day_of(date), departs,
                                                departs + minutes(flight.block_minutes), price,
                                                from.country == to.country});
        }
    }

    void go_on(const OracleRoute& route) {
        const OracleFlight& last = route.back();
        const std::string& at = last.flight->to;
        if (contains(query_.to, at)) {
            found_.push_back(route);
            return;
        }
        if (contains(query_.from, at)) return;
        if (route.size() == static_cast<std::size_t>(query_.max_segments)) return;
        const bool passed_before =
            std::any_of(route.begin(), route.end() - 1,
                        [&at](const OracleFlight& flight) { return flight.flight->to == at; });
        if (passed_before) return;
        const MinimumConnection minimum = airports_.at(at).minimum_connection;
        for (const OracleFlight& next : departures_[at]) {
            const auto wait = next.departs - last.arrives;
            const bool domestic = last.domestic && next.domestic;
            if (wait < minutes(domestic ? minimum.domestic : minimum.international)) continue;
            if (wait > minutes(query_.layover_max)) continue;
            OracleRoute longer = route;
            longer.push_back(next);
            go_on(longer);
        }
    }

    const RouteQuery& query_;
    std::map<std::string, Airport> airports_;
    std::map<std::string, std::vector<OracleFlight>> departures_;
    std::vector<OracleRoute> found_;
};

std::int64_t price_of(const OracleRoute& route) {
    std::int64_t price = 0;
    for (const OracleFlight& flight : route)
        price += flight.price;
    return price;
}

std::int64_t minutes_of(const OracleRoute& route) {
    return std::chrono::duration_cast<minutes>(route.back().arrives - route.front().departs)
        .count();
}

bool beats(const OracleRoute& one, const OracleRoute& other) {
    const auto better = [](auto left, auto right) {
        return left < right ? 1 : left > right ? -1 : 0;
    };
    const int all[] = {better(other.front().departs, one.front().departs),
                       better(one.back().arrives, other.back().arrives),
                       better(price_of(one), price_of(other)), better(one.size(), other.size())};
    return std::ranges::find(all, -1) == std::end(all) &&
           std::ranges::find(all, 1) != std::end(all);
}

}  // namespace

std::vector<OracleRoute> all_routes(const Network& network, const RouteQuery& query) {
    return Oracle(network, query).routes();
}

std::vector<OracleRoute> not_beaten(const std::vector<OracleRoute>& routes,
                                    const std::vector<OracleRoute>& others) {
    std::vector<OracleRoute> result;
    for (const OracleRoute& route : routes) {
        const auto beats_it = [&route](const OracleRoute& other) { return beats(other, route); };
        const bool beaten =
            std::ranges::any_of(routes, beats_it) || std::ranges::any_of(others, beats_it);
        if (!beaten) result.push_back(route);
    }
    return result;
}

void sort_by(Order order, const std::vector<std::string>& carriers,
             std::vector<OracleRoute>& routes) {
    if (routes.empty()) return;
    const auto lowest = price_of(*std::ranges::min_element(routes, {}, price_of));
    const auto shortest = minutes_of(*std::ranges::min_element(routes, {}, minutes_of));
    const auto key = [&](const OracleRoute& route) {
        const auto price = price_of(route);
        const auto duration = minutes_of(route);
        const auto segments = static_cast<std::int64_t>(route.size());
        const auto departs = to_micros(route.front().departs);
        std::vector<std::int64_t> parts;
        switch (order) {
            case Order::best:
                parts = {price * 1'000'000 / lowest + duration * 1'000'000 / shortest +
                             100'000 * (segments - 1),
                         price, duration, departs};
                break;
            case Order::price:
                parts = {price, duration, segments, departs};
                break;
            case Order::duration:
                parts = {duration, price, segments, departs};
                break;
            case Order::stops:
                parts = {segments, price, duration, departs};
                break;
            case Order::departure:
                parts = {departs, to_micros(route.back().arrives), price, segments};
                break;
        }
        for (const OracleFlight& flight : route)
            parts.push_back(std::ranges::find(carriers, flight.carrier) == carriers.end()
                                ? 99
                                : std::ranges::find(carriers, flight.carrier) - carriers.begin());
        return std::pair(parts, text_of(route));
    };
    std::ranges::sort(routes, {}, key);
}

std::string text_of(const OracleRoute& route) {
    std::string text;
    for (const OracleFlight& flight : route)
        text += flight.flight->number + "/" + iso_date(date_of(flight.day)) + " ";
    return text + "= " + std::to_string(price_of(route));
}

}  // namespace viaja::routes
