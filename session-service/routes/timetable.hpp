#pragma once
// The index over the schedules of all carriers that routes are searched in. Built at once from
// values and never changed: a new schedule makes a new index (docs/routes.md). Any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/contract/connection.hpp"
#include "common/contract/money.hpp"
#include "session-service/routes/sizes.hpp"
#include "session-service/routes/wall_clock.hpp"

namespace viaja::routes {

/// Positions in the index, valid for one Timetable.
using AirportIndex = std::uint16_t;
using CarrierIndex = std::uint16_t;
using FlightIndex = std::uint32_t;
using PairIndex = std::uint32_t;

constexpr int kBlockMinutesMax = 2 * kMinutesOfDay;
/// Minor units; four of them fit into 32 bits.
constexpr std::int64_t kSeatPriceMax = 500'000'000;

struct Airport {
    std::string code;
    std::string zone;            ///< IANA time zone
    std::string country;         ///< ISO 3166 code of two letters
    std::int64_t latitude = 0;   ///< millionths of a degree, north is positive
    std::int64_t longitude = 0;  ///< millionths of a degree, east is positive
    MinimumConnection minimum_connection = {};
};

/// The flight that another carrier sells under a number of its own.
struct OperatedBy {
    std::string carrier;
    std::string flight;
    bool operator==(const OperatedBy&) const = default;
};

struct ScheduledFlight {
    std::string number;  ///< unique over all carriers: "I01370"
    std::string from;
    std::string to;
    int departure_minutes = 0;  ///< after midnight, by the clock at `from`
    std::uint8_t weekdays = 0;  ///< of departure at `from`; bits as in weekday_bit
    int block_minutes = 0;      ///< real minutes from departure to arrival
    int seats = 0;
    Money price;                     ///< of one seat
    std::optional<Date> first = {};  ///< the first and the last day of departure; without
    std::optional<Date> last = {};   ///< them no bound
    std::optional<OperatedBy> operated_by = {};
};

struct Schedule {
    std::string carrier;  ///< code: "I0"
    std::vector<ScheduledFlight> flights;
};

/// A flight that is not in the index, and why: "unknown_airport", "unknown_zone", "same_airport",
/// "departure", "weekdays", "block_minutes", "price", "currency", "validity", "duplicate",
/// "too_many".
struct LeftOut {
    std::string carrier;
    std::string flight;
    std::string reason;
    bool operator==(const LeftOut&) const = default;
};

/// A flight within its pair, as the search reads it.
struct Leg {
    std::uint16_t departure = 0;  ///< minutes after midnight, by the clock at the origin
    std::uint16_t block = 0;
    CarrierIndex carrier = 0;
    std::uint8_t weekdays = 0;
    bool limited = false;  ///< has a first or last day
    std::int32_t price = 0;
    FlightIndex flight = 0;
};
static_assert(sizeof(Leg) == 16);

/// All flights from one airport to another.
struct Pair {
    AirportIndex from = 0;
    AirportIndex to = 0;
    std::uint32_t first = 0;  ///< its legs, by departure
    std::uint16_t count = 0;
    std::uint16_t block_min = 0;
    std::int32_t price_min = 0;
    bool domestic = false;
};

/// A pair as the search from the destination reads it.
struct PairInto {
    AirportIndex from = 0;
    std::uint16_t block_min = 0;
    std::int32_t price_min = 0;
    PairIndex pair = 0;
    bool domestic = false;
};

/// What an answer needs of a flight beside its leg.
struct FlightDetails {
    std::string number;
    AirportIndex from = 0;
    AirportIndex to = 0;
    CarrierIndex carrier = 0;
    int seats = 0;
    std::int32_t price = 0;  ///< of one seat
    std::optional<OperatedBy> operated_by = {};
};

/// The first and the last day of departure of a flight.
struct Validity {
    Day first = INT32_MIN;
    Day last = INT32_MAX;
};

class Timetable {
  public:
    const WallClock& clock() const { return *clock_; }
    const std::string& currency() const { return currency_; }

    std::size_t airports() const { return airports_.size(); }
    const Airport& airport(AirportIndex index) const { return airports_[index]; }
    std::optional<AirportIndex> find_airport(std::string_view code) const;
    Zone zone(AirportIndex airport) const { return zones_[airport]; }
    MinimumConnection minimum_connection(AirportIndex airport) const { return minimums_[airport]; }

    std::size_t carriers() const { return carriers_.size(); }
    const std::string& carrier(CarrierIndex index) const { return carriers_[index]; }
    std::optional<CarrierIndex> find_carrier(std::string_view code) const;

    std::size_t flights() const { return details_.size(); }
    const FlightDetails& flight(FlightIndex index) const { return details_[index]; }
    std::optional<FlightIndex> find_flight(std::string_view number) const;
    /// Without bounds where the flight has none.
    Validity validity(FlightIndex flight) const;

    const Pair& pair(PairIndex index) const { return pairs_[index]; }
    std::span<const Leg> legs(const Pair& pair) const { return {&legs_[pair.first], pair.count}; }
    /// The pairs from an airport, by destination.
    std::span<const Pair> pairs_from(AirportIndex airport) const;
    /// The pairs to an airport, by origin.
    std::span<const PairInto> pairs_into(AirportIndex airport) const;

    /// Bytes of what a search reads; names and details are not counted.
    std::size_t bytes() const;

  private:
    friend class TimetableBuilder;
    Timetable() = default;

    std::shared_ptr<const WallClock> clock_;
    std::string currency_;
    std::vector<Airport> airports_;
    std::vector<Zone> zones_;
    std::vector<MinimumConnection> minimums_;
    std::vector<std::string> carriers_;
    std::vector<FlightDetails> details_;
    std::vector<Leg> legs_;
    std::vector<Pair> pairs_;
    std::vector<PairIndex> from_;  ///< one more than airports: where the pairs of each begin
    std::vector<PairInto> into_;
    std::vector<std::uint32_t> into_from_;
    std::vector<Validity> validity_;  ///< by flight; empty if no flight has bounds
    std::unordered_map<std::string_view, AirportIndex> airport_by_code_;
    std::unordered_map<std::string_view, FlightIndex> flight_by_number_;
};

struct BuiltTimetable {
    std::shared_ptr<const Timetable> timetable;
    std::vector<LeftOut> left_out;
};

/// Flights that cannot be used are left out, each with its reason; the others are all in the index.
/// Prices are added up, so all flights have one currency. Airports whose zone is not in `clock` are
/// left out with their flights; of an airport or carrier that comes twice the first counts.
BuiltTimetable build_timetable(const std::vector<Airport>& airports,
                               const std::vector<Schedule>& schedules,
                               std::shared_ptr<const WallClock> clock,
                               const std::string& currency = "BRL");

}  // namespace viaja::routes
