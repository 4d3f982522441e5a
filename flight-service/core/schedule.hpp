#pragma once
// A flight of a weekly schedule. Pure values.

#include <optional>
#include <string>
#include <string_view>

#include "common/contract/money.hpp"
#include "common/contract/schedule.hpp"
#include "common/contract/time.hpp"

namespace viaja::flight {

struct Flight {
    std::string number;  ///< the carrier's code and four or five digits: "I01370"
    std::string carrier;
    std::string origin;  ///< airport codes
    std::string destination;
    int departure_minutes = 0;  ///< after midnight, by the clock at the origin
    std::string days;           ///< of the week, at the origin: "1" Monday to "7" Sunday, ascending
    int distance_km = 0;
    int block_minutes = 0;  ///< from departure to arrival
    std::string equipment;  ///< aircraft codes, maybe none
    int seats = 0;
    Money price;  ///< one seat, before the factors of the day (seat_price.hpp)

    bool operator==(const Flight&) const = default;
};

constexpr std::string_view kDaily = "1234567";

/// Whether `number` is the code of `carrier` and four digits, or five of which the first is not 0:
/// what four digits are not enough for.
bool is_flight_number(std::string_view number, std::string_view carrier);

/// Whether the flight departs on the local day `date`.
bool flies_on(const Flight& flight, Date date);

/// The unit of the flight's seats on one day: "I01370/2026-12-20".
std::string unit_id(std::string_view number, Date date);
/// The same the other way; nullopt for anything else.
std::optional<DatedFlight> dated_flight(std::string_view unit_id);

/// "I01370 GRU–REC 2026-12-20".
std::string description(const Flight& flight, Date date);

}  // namespace viaja::flight
