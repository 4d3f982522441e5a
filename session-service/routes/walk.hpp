#pragma once
// The depth-first walk over all routes with a given number of segments. What is looked for is its
// goal, which says of a part of a route whether it can still become anything:
//
//     bool hopeless(const Merit& best) const;   no route as good as `best`, or worse, is of use
//     void take(const Route& route);            a whole route
//
// Nothing is passed over but by a goal's word on a valid bound, so a goal misses no route that it
// would have wanted. One thread at a time.

#include <algorithm>
#include <array>

#include "session-service/routes/bounds.hpp"

namespace viaja::routes {

/// A local day of an airport within which a flight may leave.
struct DayWindow {
    Day day = 0;
    std::uint8_t weekday = 0;
    bool has_change = false;  ///< of the clocks: departures become instants one by one
    Minute midnight = 0;      ///< without a change: the instant of 00:00
    int first = 0;            ///< minutes after midnight
    int last = kMinutesOfDay - 1;
};

/// Where a route can go on, and when.
struct Stop {
    AirportIndex airport = 0;
    Minute earliest_domestic = 0;
    Minute earliest_international = 0;
    Minute latest = 0;
    std::array<DayWindow, 4> windows{};
    int window_count = 0;

    Minute earliest(bool domestic) const {
        return domestic ? earliest_domestic : earliest_international;
    }
};

/// The stop at an origin, for departures on one day.
Stop first_stop(const Plan& plan, AirportIndex airport, Day day);
/// The stop after a flight that lands at `lands`.
Stop connection(const Plan& plan, AirportIndex airport, Minute lands, bool domestic);

template <class Goal>
class Walk {
  public:
    Walk(const Plan& plan, const Bounds& bounds, Goal& goal)
        : plan_(plan), timetable_(plan.timetable), bounds_(bounds), goal_(goal) {}

    /// Shows the goal every route of exactly `segments` flights whose first leaves on `day`.
    void visit(Day day, int segments) {
        segments_ = segments;
        for (const AirportIndex origin : plan_.origins)
            go_on(first_stop(plan_, origin, day), segments);
    }

    /// Flights and pairs looked at.
    std::uint64_t work() const { return work_; }
    /// The work's bound was reached, so routes may be missing.
    bool truncated() const { return work_ >= plan_.query.work_max; }

  private:
    /// What lies behind a pair, at best.
    struct Rest {
        std::int32_t minutes = 0;
        std::int32_t price = 0;
    };

    void go_on(const Stop& stop, int remaining) {
        if (stop.window_count == 0) return;
        if (remaining <= 2) {
            for (const PairIndex pair : bounds_.pairs_towards(remaining, stop.airport))
                try_pair(stop, timetable_.pair(pair), remaining);
        } else {
            for (const Pair& pair : timetable_.pairs_from(stop.airport))
                try_pair(stop, pair, remaining);
        }
    }

    void try_pair(const Stop& stop, const Pair& pair, int remaining) {
        if (truncated()) return;
        ++work_;
        const auto rest = rest_behind(pair, remaining - 1);
        if (!rest) return;
        if (route_.count > 0) {
            const Minute arrives = stop.earliest(pair.domestic) + pair.block_min + rest->minutes;
            const auto price = at_least(pair.price_min + std::int64_t{rest->price});
            if (goal_.hopeless({route_.first().departs, arrives, price, segments_})) return;
        }
        for (int window = 0; window < stop.window_count; ++window)
            try_day(stop, pair, stop.windows[static_cast<std::size_t>(window)], *rest, remaining);
    }

    /// Nothing if the pair leads to no destination with so many segments after it.
    std::optional<Rest> rest_behind(const Pair& pair, int segments) const {
        const Side side = plan_.sides[pair.to];
        if (segments == 0) return side == Side::destination ? std::optional(Rest{}) : std::nullopt;
        if (side != Side::neither) return std::nullopt;
        for (int passed = 0; passed < route_.count; ++passed) {
            if (passed_[static_cast<std::size_t>(passed)] == pair.to) return std::nullopt;
        }
        const std::int32_t minutes = bounds_.minutes(segments, pair.to);
        if (minutes == Bounds::kUnreachable) return std::nullopt;
        const auto connection =
            least_connection(timetable_.minimum_connection(pair.to), pair.domestic);
        return Rest{connection + minutes, bounds_.price(segments, pair.to)};
    }

    void try_day(const Stop& stop, const Pair& pair, const DayWindow& window, const Rest& rest,
                 int remaining) {
        for (const Leg& leg : timetable_.legs(pair)) {
            if (leg.departure < window.first) continue;
            if (leg.departure > window.last) break;
            ++work_;
            if ((leg.weekdays & window.weekday) == 0) continue;
            const Minute departs = window.has_change
                                       ? timetable_.clock().instant(timetable_.zone(pair.from),
                                                                    window.day, leg.departure)
                                       : window.midnight + leg.departure;
            if (departs < stop.earliest(pair.domestic) || departs > stop.latest) continue;
            board(pair, leg, {leg.flight, window.day, departs, departs + leg.block, leg.price},
                  rest, remaining);
        }
    }

    void board(const Pair& pair, const Leg& leg, Segment segment, const Rest& rest, int remaining) {
        if (leg.limited) {
            const Validity validity = timetable_.validity(leg.flight);
            if (segment.day < validity.first || segment.day > validity.last) return;
        }
        Merit best{route_.count == 0 ? segment.departs : route_.first().departs,
                   segment.arrives + rest.minutes, at_least(std::int64_t{leg.price} + rest.price),
                   segments_};
        if (goal_.hopeless(best)) return;
        // The flights that come so far are few, so what is dear to look up is looked up here.
        if (plan_.refused[leg.carrier]) return;
        if (plan_.query.seat_price) {
            const auto price = plan_.query.seat_price(leg.flight, segment.day);
            if (!price) return;
            segment.price = *price;
            best.price = at_least(rest.price, *price);
            if (goal_.hopeless(best)) return;
        }
        append(pair, segment, remaining);
    }

    void append(const Pair& pair, const Segment& segment, int remaining) {
        const auto place = static_cast<std::size_t>(route_.count);
        route_.storage[place] = segment;
        passed_[place] = pair.to;
        ++route_.count;
        route_.price += segment.price;
        if (remaining == 1) {
            goal_.take(route_);
        } else {
            go_on(connection(plan_, pair.to, segment.arrives, pair.domestic), remaining - 1);
        }
        route_.price -= segment.price;
        --route_.count;
        route_.storage[place] = {};
    }

    /// The price of what is chosen, `chosen` more, and at least what `schedule` can cost.
    std::int32_t at_least(std::int64_t schedule, std::int32_t chosen = 0) const {
        const std::int64_t rest = schedule * plan_.query.price_floor_permille / kPermille;
        const std::int64_t price = route_.price + std::int64_t{chosen} + rest;
        return static_cast<std::int32_t>(std::min<std::int64_t>(price, INT32_MAX));
    }

    const Plan& plan_;
    const Timetable& timetable_;
    const Bounds& bounds_;
    Goal& goal_;
    int segments_ = 0;
    Route route_;
    std::array<AirportIndex, kSegmentsMax> passed_{};
    std::uint64_t work_ = 0;
};

}  // namespace viaja::routes
