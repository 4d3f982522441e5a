#include "session-service/routes/itineraries.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::routes {

ItinerarySearch::ItinerarySearch(SeatCache& cache, ItineraryQuery query)
    : cache_(cache), query_(std::move(query)) {
    auto& excluded = query_.route.excluded;
    excluded.insert(excluded.end(), query_.silent.begin(), query_.silent.end());
    for (const std::string& carrier : query_.silent) {
        if (cache_.timetable()->find_carrier(carrier)) result_.missing.insert(carrier);
    }
}

std::vector<FlightsToCheck> ItinerarySearch::begin(Moment now) {
    check(result_.rounds == 0, "a search for itineraries begins once");
    return search_and_ask(now);
}

std::vector<FlightsToCheck> ItinerarySearch::answered(const std::string& carrier,
                                                      const std::vector<CheckedFlight>& answers,
                                                      Moment now) {
    // Also an answer that comes too late is good to know.
    const Timetable& timetable = *cache_.timetable();
    for (const auto& [unit, seats] : answers) {
        const auto flight = timetable.find_flight(unit.flight);
        if (!flight || timetable.carrier(timetable.flight(*flight).carrier) != carrier) continue;
        if (seats) {
            cache_.put(*flight, unit.day, *seats, now);
        } else {
            cache_.not_sold(*flight, unit.day, now);
        }
    }
    const auto owed = waiting_.find(carrier);
    if (done_ || owed == waiting_.end()) return {};
    if (--owed->second == 0) waiting_.erase(owed);
    if (!waiting_.empty()) return {};
    if (result_.rounds < rounds_max()) return search_and_ask(now);
    search(now, false);
    finish(now);
    return {};
}

void ItinerarySearch::time_is_up(Moment now) {
    if (done_) return;
    // A carrier that owes no more than a price to estimate by takes nothing away that is checked.
    std::set<std::string> unchecked_carriers;
    for (const auto& [flight, day] : unchecked(now))
        unchecked_carriers.insert(carrier_of(flight));
    for (const auto& [carrier, checks] : waiting_) {
        result_.missing.insert(carrier);
        if (unchecked_carriers.contains(carrier)) query_.route.excluded.push_back(carrier);
    }
    waiting_.clear();
    search(now, false);
    finish(now);
}

std::vector<FlightsToCheck> ItinerarySearch::search_and_ask(Moment now) {
    ++result_.rounds;
    search(now, false);
    std::map<std::string, std::vector<FlightOnDay>> by_carrier;
    auto to_ask = unchecked(now);
    to_ask.insert(edges_.samples.begin(), edges_.samples.end());
    to_ask.merge(unchecked_behind(now));
    for (const auto& [flight, day] : to_ask) {
        by_carrier[carrier_of(flight)].push_back({result_.timetable->flight(flight).number, day});
    }
    std::vector<FlightsToCheck> checks;
    for (const auto& [carrier, units] : by_carrier) {
        for (std::size_t begin = 0; begin < units.size(); begin += kSeatsAskedMax) {
            const auto first = units.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto count = std::min(kSeatsAskedMax, units.size() - begin);
            checks.push_back({carrier, {first, first + static_cast<std::ptrdiff_t>(count)}});
            ++waiting_[carrier];
        }
    }
    if (checks.empty()) finish(now);
    return checks;
}

/// What was found last is shown, but for what is unchecked. A calendar shows that too, and says so.
void ItinerarySearch::finish(Moment now) {
    const auto open = unchecked(now);
    for (const auto& [flight, day] : open)
        result_.missing.insert(carrier_of(flight));
    const bool leaves_out = query_.kind != ItineraryQuery::Kind::calendar;
    if (leaves_out && !open.empty()) search(now, true);
    const auto is_open = [&open](const Segment& segment) {
        return open.contains({segment.flight, segment.day});
    };
    for (const CalendarDay& day : result_.days) {
        result_.checked.push_back(!day.cheapest ||
                                  std::ranges::none_of(day.cheapest->segments(), is_open));
    }
    for (const Offer& offer : result_.offers) {
        for (const Segment& segment : offer.route.segments()) {
            const auto seats = cache_.good(segment.flight, segment.day, now);
            check(seats.has_value(), "an unchecked flight is shown");
            result_.seats[{segment.flight, segment.day}] = *seats;
        }
    }
    done_ = true;
}

void ItinerarySearch::search(Moment now, bool checked_only) {
    result_.timetable = cache_.timetable();
    result_.offers.clear();
    result_.days.clear();
    measures_.clear();
    behind_.clear();
    edges_ = {};
    result_.more = false;
    result_.next.reset();
    RouteQuery& query = query_.route;
    // An airport may have left with a new timetable.
    if (problem_of(*result_.timetable, query)) return;
    const Day day = day_of(query.date);
    query.seat_price = cache_.seat_price(query_.passengers, now, checked_only);
    query.price_floor_permille =
        cache_.price_floor_permille(day - kDaysBeforeMax, day + kDaysAfterMax + query_.days, now);
    switch (query_.kind) {
        case ItineraryQuery::Kind::best:
            return search_best();
        case ItineraryQuery::Kind::all:
            return search_page(now, checked_only);
        case ItineraryQuery::Kind::calendar:
            return search_calendar();
    }
}

void ItinerarySearch::search_best() {
    auto found = best_routes(*result_.timetable, query_.route);
    sort_routes(*result_.timetable, query_.route, query_.order, found.routes);
    const Scale whole = scale_of(found.routes);
    result_.more = found.routes.size() > query_.limit;
    if (result_.more) found.routes.resize(query_.limit);
    result_.offers = offers_of(*result_.timetable, found.routes, whole);
    result_.truncated = found.truncated;
}

int ItinerarySearch::rounds_max() const {
    return query_.kind == ItineraryQuery::Kind::all ? kPageRoundsMax : kRoundsMax;
}

void ItinerarySearch::search_page(Moment now, bool checked_only) {
    Page page =
        page_of_routes(*result_.timetable, query_.route, query_.order, query_.limit, query_.after);
    result_.more = page.more();
    result_.next = result_.more ? page.last : std::nullopt;
    result_.offers = offers_of(*result_.timetable, page.routes, page.scale);
    result_.truncated = page.truncated;
    if (!checked_only) {
        const KnownPrices known{
            [&](FlightIndex flight, Day day) { return cache_.knows_price(flight, day, now); },
            [&](CarrierIndex carrier, Day day) { return cache_.knows_level(carrier, day, now); }};
        edges_ =
            edges_of(*result_.timetable, query_.route, query_.order, page, query_.after, known);
        result_.truncated = page.truncated || edges_.truncated;
    }
    measures_ = std::move(page.extremes);
    behind_ = std::move(page.behind);
}

void ItinerarySearch::search_calendar() {
    result_.days = calendar(*result_.timetable, query_.route, query_.days);
    result_.truncated = std::ranges::any_of(result_.days, &CalendarDay::truncated);
}

std::set<Unit> ItinerarySearch::unchecked_of(const Route& route, Moment now) {
    std::set<Unit> open;
    for (const Segment& segment : route.segments()) {
        if (!cache_.good(segment.flight, segment.day, now))
            open.insert({segment.flight, segment.day});
    }
    return open;
}

std::set<Unit> ItinerarySearch::unchecked_behind(Moment now) {
    std::set<Unit> open;
    for (const Route& route : behind_) {
        auto of_route = unchecked_of(route, now);
        if (of_route.empty()) return {};
        open.merge(of_route);
    }
    return open;
}

std::set<Unit> ItinerarySearch::unchecked(Moment now) {
    std::set<Unit> open;
    const auto add = [this, now, &open](const Route& route) {
        open.merge(unchecked_of(route, now));
    };
    for (const Offer& offer : result_.offers) {
        add(offer.route);
        std::ranges::for_each(offer.also_sold_as, add);
    }
    std::ranges::for_each(measures_, add);
    for (const auto& [flight, day] : edges_.units) {
        if (!cache_.knows_price(flight, day, now)) open.insert({flight, day});
    }
    for (const CalendarDay& day : result_.days) {
        if (day.cheapest) add(*day.cheapest);
    }
    return open;
}

const std::string& ItinerarySearch::carrier_of(FlightIndex flight) const {
    return result_.timetable->carrier(result_.timetable->flight(flight).carrier);
}

}  // namespace viaja::routes
