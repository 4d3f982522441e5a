#include "session-service/routes/order.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace viaja::routes {
namespace {

constexpr std::int64_t kWhole = 1'000'000;
constexpr std::int64_t kOfAStop = kWhole / 10;

}  // namespace

Scale scale_of(const std::vector<Route>& routes) {
    if (routes.empty()) return {};
    Scale scale{std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()};
    for (const Route& route : routes) {
        scale.lowest_price = std::min<std::int64_t>(scale.lowest_price, route.price);
        scale.shortest = std::min<std::int64_t>(scale.shortest, route.duration());
    }
    return scale;
}

Rank rank_of(Order order, const Scale& scale, const Merit& merit) {
    const std::int64_t price = merit.price;
    const std::int64_t duration = std::int64_t{merit.arrives} - merit.departs;
    const std::int64_t segments = merit.segments;
    switch (order) {
        case Order::best:
            return {price * kWhole / scale.lowest_price + duration * kWhole / scale.shortest +
                        (segments - 1) * kOfAStop,
                    price, duration, merit.departs};
        case Order::price:
            return {price, duration, segments, merit.departs};
        case Order::duration:
            return {duration, price, segments, merit.departs};
        case Order::stops:
            return {segments, price, duration, merit.departs};
        case Order::departure:
            return {merit.departs, merit.arrives, price, segments};
    }
    return {};
}

PageKey key_of(const Plan& plan, Order order, const Scale& scale, const Route& route) {
    PageKey key{order, scale, rank_of(order, scale, route.merit()), {}, {}};
    for (const Segment& segment : route.segments()) {
        const FlightDetails& flight = plan.timetable.flight(segment.flight);
        key.preferences.push_back(plan.preference[flight.carrier]);
        key.flights.push_back({flight.number, segment.day});
    }
    return key;
}

std::strong_ordering compare(const PageKey& one, const PageKey& other) {
    if (const auto order = one.rank <=> other.rank; order != 0) return order;
    if (const auto order = one.preferences <=> other.preferences; order != 0) return order;
    return one.flights <=> other.flights;
}

TopRoutes::TopRoutes(const Plan& plan, Order order, const Scale& scale, std::size_t count,
                     std::optional<PageKey> after)
    : plan_(plan), order_(order), scale_(scale), count_(count), after_(std::move(after)) {}

bool TopRoutes::before(const Entry& one, const Entry& other) const {
    if (const auto order = one.rank <=> other.rank; order != 0) return order < 0;
    return compare(key_of(plan_, order_, scale_, one.route),
                   key_of(plan_, order_, scale_, other.route)) < 0;
}

void TopRoutes::take(const Route& route) {
    const Entry entry{rank_of(order_, scale_, route.merit()), route};
    if (after_) {
        if (entry.rank < after_->rank) return;
        const bool tied = entry.rank == after_->rank;
        if (tied && compare(key_of(plan_, order_, scale_, route), *after_) <= 0) return;
    }
    const auto place = std::upper_bound(
        entries_.begin(), entries_.end(), entry,
        [this](const Entry& one, const Entry& other) { return before(one, other); });
    if (entries_.size() == count_) {
        if (place == entries_.end()) return;
        std::move_backward(place, entries_.end() - 1, entries_.end());
        *place = entry;
    } else {
        entries_.insert(place, entry);
    }
}

std::vector<Route> TopRoutes::routes() const {
    std::vector<Route> result;
    result.reserve(entries_.size());
    for (const Entry& entry : entries_)
        result.push_back(entry.route);
    return result;
}

}  // namespace viaja::routes
