#pragma once
// Lower bounds of what is left of a route: from an airport to the destination with exactly so many
// segments. They are what makes the search fast, and it is exact as long as no bound is too high
// (docs/routes.md). One thread at a time.

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "session-service/routes/plan.hpp"

namespace viaja::routes {

/// The least minutes between a flight of a pair and whichever flight follows it.
constexpr std::int32_t least_connection(MinimumConnection minimum, bool domestic) {
    const bool may_be_shorter = domestic && minimum.domestic < minimum.international;
    return may_be_shorter ? minimum.domestic : minimum.international;
}

class Bounds {
  public:
    static constexpr std::int32_t kUnreachable = std::numeric_limits<std::int32_t>::max();

    explicit Bounds(const Plan& plan);

    /// The least minutes from a departure at `airport` to the arrival at a destination with exactly
    /// `segments` (1 to 3) flights, connections between them included; kUnreachable if there is no
    /// way. With 3 segments only for airports that an origin has a flight to.
    std::int32_t minutes(int segments, AirportIndex airport) const {
        return minutes_[at(segments)][airport];
    }
    /// The least sum of schedule prices, likewise.
    std::int32_t price(int segments, AirportIndex airport) const {
        return prices_[at(segments)][airport];
    }

    /// The pairs from `airport` that begin a way of exactly `segments` (1 or 2) flights to a
    /// destination, by destination.
    std::span<const PairIndex> pairs_towards(int segments, AirportIndex airport) const;

  private:
    static std::size_t at(int segments) { return static_cast<std::size_t>(segments) - 1; }

    struct Towards {
        std::vector<std::uint32_t> begin;  ///< by airport; one entry more
        std::vector<PairIndex> pairs;
    };
    struct Found {
        AirportIndex from;
        PairIndex pair;
    };

    void find_last_segments();
    void find_last_two_segments();
    void find_last_three_segments();
    void improve(std::size_t row, AirportIndex airport, std::int32_t minutes, std::int32_t price);
    Towards by_airport(const std::vector<Found>& found) const;

    const Plan& plan_;
    std::array<std::vector<std::int32_t>, 3> minutes_;
    std::array<std::vector<std::int32_t>, 3> prices_;
    std::vector<AirportIndex> neighbours_;  ///< of the destinations
    std::array<Towards, 2> towards_;
};

}  // namespace viaja::routes
