#include "session-service/routes/page_edges.hpp"

#include <algorithm>
#include <vector>

#include "session-service/routes/walk.hpp"

namespace viaja::routes {
namespace {

std::int32_t error_of(std::int32_t price) {
    return static_cast<std::int32_t>(std::int64_t{price} * kEstimateErrorPermille / kPermille) +
           kEstimateErrorLeast;
}

Merit at_price(Merit merit, std::int32_t price) {
    merit.price = price;
    return merit;
}

/// A goal of Walk: flights of the routes that may be on either side of an end of the page.
class EdgeRoutes {
  public:
    EdgeRoutes(Order order, const Scale& scale, std::vector<Rank> ends, const KnownPrices& known,
               PageEdges& found)
        : order_(order), scale_(scale), ends_(std::move(ends)), known_(known), found_(found) {}

    bool hopeless(const Merit& best) const {
        const auto price = best.price - error_of(best.price) - kSegmentsMax * kEstimateErrorLeast;
        return is_full() || rank(at_price(best, price)) > *std::ranges::max_element(ends_);
    }

    void take(const Route& route) {
        std::int32_t error = 0;
        for (const Segment& segment : route.segments()) {
            if (!known_.of_flight(segment.flight, segment.day)) error += error_of(segment.price);
        }
        if (error == 0 || !may_be_elsewhere(route.merit(), error)) return;
        for (const Segment& segment : route.segments()) {
            if (known_.of_flight(segment.flight, segment.day)) continue;
            if (is_full()) break;
            found_.units.insert({segment.flight, segment.day});
        }
    }

    bool is_full() const { return found_.units.size() >= kEdgeUnitsMax; }

  private:
    Rank rank(const Merit& merit) const { return rank_of(order_, scale_, merit); }

    bool may_be_elsewhere(const Merit& merit, std::int32_t error) const {
        const auto first = rank(at_price(merit, merit.price - error));
        const auto last = rank(at_price(merit, merit.price + error));
        return std::ranges::any_of(ends_,
                                   [&](const Rank& end) { return first <= end && end <= last; });
    }

    const Order order_;
    const Scale scale_;
    const std::vector<Rank> ends_;
    const KnownPrices& known_;
    PageEdges& found_;
};

/// One flight of each carrier without a known price on that day, as far as there is one.
void add_samples(const Plan& plan, Day day, const KnownPrices& known, std::set<Unit>& samples) {
    const Timetable& timetable = plan.timetable;
    std::vector<bool> done(timetable.carriers());
    for (CarrierIndex carrier = 0; carrier < timetable.carriers(); ++carrier)
        done[carrier] = plan.refused[carrier] || known.of_carrier(carrier, day);
    if (std::ranges::find(done, false) == done.end()) return;
    for (AirportIndex airport = 0; airport < timetable.airports(); ++airport) {
        if (day > plan.last_sale_days[timetable.zone(airport)]) continue;
        for (const Pair& pair : timetable.pairs_from(airport)) {
            for (const Leg& leg : timetable.legs(pair)) {
                const Validity validity = timetable.validity(leg.flight);
                const bool flies = (leg.weekdays & weekday_bit(day)) != 0 &&
                                   validity.first <= day && day <= validity.last;
                if (!flies || done[leg.carrier] || known.of_flight(leg.flight, day)) continue;
                if (samples.size() == kSamplesMax) return;
                done[leg.carrier] = true;
                samples.insert({leg.flight, day});
            }
        }
    }
}

/// The first on which a flight of a route may leave: over the date line the day before. Samples of
/// today may have left already.
Day first_day_of(const Plan& plan) {
    const bool goes_back = plan.query.max_segments > 1;
    const Day before = plan.day - kDaysBeforeMax;
    return goes_back && before > day_of_minute(plan.now) ? before : plan.day;
}

/// The last on which a flight of a route may leave, by the clock at its origin.
Day last_day_of(const Plan& plan) {
    const Timetable& timetable = plan.timetable;
    const int connections = plan.query.max_segments - 1;
    if (connections == 0) return plan.day;
    int longest = 0;
    for (AirportIndex airport = 0; airport < timetable.airports(); ++airport) {
        for (const Pair& pair : timetable.pairs_from(airport)) {
            for (const Leg& leg : timetable.legs(pair))
                longest = std::max<int>(longest, leg.block);
        }
    }
    const int minutes = connections * (longest + plan.query.layover_max);
    // A part of a day to begin with, and the difference of two clocks.
    return plan.day + std::min(minutes / kMinutesOfDay + 2, kDaysAfterMax);
}

}  // namespace

PageEdges edges_of(const Timetable& timetable, const RouteQuery& query, Order order,
                   const Page& page, const std::optional<PageKey>& after,
                   const KnownPrices& known) {
    std::vector<Rank> ends;
    if (after) ends.push_back(after->rank);
    if (page.more()) ends.push_back(page.last->rank);
    PageEdges found;
    if (ends.empty()) return found;
    const Plan plan(timetable, query);
    const Bounds bounds(plan);
    EdgeRoutes edges(order, page.scale, std::move(ends), known, found);
    Walk walk(plan, bounds, edges);
    for (int segments = 1; segments <= query.max_segments; ++segments)
        walk.visit(plan.day, segments);
    found.truncated = walk.truncated() || edges.is_full();
    for (Day day = first_day_of(plan); day <= last_day_of(plan); ++day)
        add_samples(plan, day, known, found.samples);
    return found;
}

}  // namespace viaja::routes
