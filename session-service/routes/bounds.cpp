#include "session-service/routes/bounds.hpp"

#include <algorithm>

namespace viaja::routes {

Bounds::Bounds(const Plan& plan) : plan_(plan) {
    const std::size_t rows = std::array{1U, 2U, 2U, 3U}[at(plan.query.max_segments)];
    for (std::size_t row = 0; row < rows; ++row) {
        minutes_[row].assign(plan.timetable.airports(), kUnreachable);
        prices_[row].assign(plan.timetable.airports(), kUnreachable);
    }
    find_last_segments();
    if (plan.query.max_segments >= 2) find_last_two_segments();
    if (plan.query.max_segments >= 4) find_last_three_segments();
}

std::span<const PairIndex> Bounds::pairs_towards(int segments, AirportIndex airport) const {
    const Towards& towards = towards_[at(segments)];
    const auto begin = towards.begin[airport];
    return {towards.pairs.data() + begin, towards.begin[airport + 1U] - begin};
}

void Bounds::improve(std::size_t row, AirportIndex airport, std::int32_t minutes,
                     std::int32_t price) {
    minutes_[row][airport] = std::min(minutes_[row][airport], minutes);
    prices_[row][airport] = std::min(prices_[row][airport], price);
}

void Bounds::find_last_segments() {
    std::vector<Found> found;
    for (const AirportIndex destination : plan_.destinations) {
        for (const PairInto& pair : plan_.timetable.pairs_into(destination)) {
            if (plan_.sides[pair.from] == Side::destination) continue;
            if (minutes_[0][pair.from] == kUnreachable) neighbours_.push_back(pair.from);
            improve(0, pair.from, pair.block_min, pair.price_min);
            found.push_back({pair.from, pair.pair});
        }
    }
    towards_[0] = by_airport(found);
}

void Bounds::find_last_two_segments() {
    std::vector<Found> found;
    for (const AirportIndex between : neighbours_) {
        if (plan_.sides[between] == Side::origin) continue;
        const MinimumConnection minimum = plan_.timetable.minimum_connection(between);
        for (const PairInto& pair : plan_.timetable.pairs_into(between)) {
            if (plan_.sides[pair.from] == Side::destination) continue;
            improve(
                1, pair.from,
                pair.block_min + least_connection(minimum, pair.domestic) + minutes_[0][between],
                pair.price_min + prices_[0][between]);
            found.push_back({pair.from, pair.pair});
        }
    }
    towards_[1] = by_airport(found);
}

/// Forwards, since only the neighbours of the origins need it.
void Bounds::find_last_three_segments() {
    for (const AirportIndex origin : plan_.origins) {
        for (const Pair& first : plan_.timetable.pairs_from(origin)) {
            if (plan_.sides[first.to] != Side::neither) continue;
            if (minutes_[2][first.to] != kUnreachable) continue;
            for (const Pair& next : plan_.timetable.pairs_from(first.to)) {
                const AirportIndex between = next.to;
                const bool leads_on =
                    plan_.sides[between] == Side::neither && minutes_[1][between] != kUnreachable;
                if (!leads_on) continue;
                const MinimumConnection minimum = plan_.timetable.minimum_connection(between);
                improve(2, first.to,
                        next.block_min + least_connection(minimum, next.domestic) +
                            minutes_[1][between],
                        next.price_min + prices_[1][between]);
            }
        }
    }
}

/// A counting sort that keeps the order within an airport.
Bounds::Towards Bounds::by_airport(const std::vector<Found>& found) const {
    Towards result;
    result.begin.assign(plan_.timetable.airports() + 2, 0);
    for (const Found& one : found)
        ++result.begin[one.from + 2U];
    for (std::size_t airport = 2; airport < result.begin.size(); ++airport)
        result.begin[airport] += result.begin[airport - 1];
    result.pairs.resize(found.size());
    for (const Found& one : found)
        result.pairs[result.begin[one.from + 1U]++] = one.pair;
    result.begin.pop_back();
    return result;
}

}  // namespace viaja::routes
