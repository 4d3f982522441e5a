#pragma once
// What is asked of the search for routes, and what a route is. Values; any thread.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session-service/routes/timetable.hpp"

namespace viaja::routes {

constexpr int kSegmentsMax = 4;
constexpr int kLayoverMax = kMinutesOfDay;
constexpr std::size_t kAirportsOfASideMax = 20;
/// Flights of a route leave from the day before its date (over the date line) to so many days after
/// it: four flights of two days, and the waits between them.
constexpr Day kDaysBeforeMax = 1;
constexpr Day kDaysAfterMax = 16;
constexpr int kPermille = 1000;

/// The price of one seat on `day`, at least 1 and at most kSeatPriceMax; nullopt where the flight
/// has no seats for the party on that day.
using SeatPrice = std::function<std::optional<std::int32_t>(FlightIndex flight, Day day)>;

struct RouteQuery {
    std::vector<std::string> from;  ///< airport codes, each reached or left as well as the others
    std::vector<std::string> to;
    Date date;  ///< on which the first flight leaves, by the clock of its origin
    Instant now;
    int max_segments = kSegmentsMax;
    int layover_max = kLayoverMax;  ///< minutes between two flights
    /// Routes that leave on the day after `date` are not in the answer, but what they beat is left
    /// out of it: a slow evening route that the next morning's direct flight overtakes.
    bool next_day_beats = true;
    /// Equal routes are ordered by the place of their carriers in this list.
    std::vector<std::string> carriers = {};
    bool only = false;                       ///< flights of `carriers` and of no other
    std::vector<std::string> excluded = {};  ///< carriers whose flights are not used
    /// Unset: every flight has seats and costs what its schedule says.
    SeatPrice seat_price = {};
    /// No seat price is below this share of the schedule's price, which may be more than all of it:
    /// seat_price() * 1000 >= price * floor. The bounds are valid only if that holds.
    int price_floor_permille = kPermille;
    /// After so many flights looked at the search ends and says `truncated`.
    std::uint64_t work_max = 20'000'000;
};

/// A field of a query that cannot be answered: "from", "to", "date", "max_segments",
/// "layover_max", with "unknown_airport", "overlap", "out_of_range", "outside_of_table".
struct Problem {
    std::string field;
    std::string reason;
    std::string value = {};
    bool operator==(const Problem&) const = default;
};
std::optional<Problem> problem_of(const Timetable& timetable, const RouteQuery& query);

/// What routes are compared by. Of a part of a route: the best that it can still become.
struct Merit {
    Minute departs = 0;
    Minute arrives = 0;
    std::int32_t price = 0;
    int segments = 0;

    bool operator==(const Merit&) const = default;
};

struct Segment {
    FlightIndex flight = 0;
    Day day = 0;  ///< of departure, by the clock at its origin
    Minute departs = 0;
    Minute arrives = 0;
    std::int32_t price = 0;  ///< of one seat
    bool operator==(const Segment&) const = default;
};

/// One to four flights, each boarded where the one before has landed.
struct Route {
    std::array<Segment, kSegmentsMax> storage{};
    int count = 0;
    std::int32_t price = 0;  ///< of one seat on all segments

    std::span<const Segment> segments() const {
        return {storage.data(), static_cast<std::size_t>(count)};
    }
    const Segment& first() const { return storage[0]; }
    const Segment& last() const { return storage[static_cast<std::size_t>(count) - 1]; }
    int duration() const { return last().arrives - first().departs; }
    Merit merit() const { return {first().departs, last().arrives, price, count}; }
    bool operator==(const Route&) const = default;
};

}  // namespace viaja::routes
