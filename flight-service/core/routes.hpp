#pragma once
// The formulas by which a route becomes a flight: distance, time in the air, fare, departure. They
// are those behind the demo schedule (data/README.md), so imported routes look like it. Pure, and
// the same on every machine: an import repeated elsewhere gives the same flights.

#include <cstdint>
#include <string_view>

#include "common/contract/money.hpp"

namespace viaja::flight {

/// Millionths of a degree; north and east are positive.
struct Position {
    std::int64_t latitude = 0;
    std::int64_t longitude = 0;
};

enum class Propulsion { jet, turboprop };

/// Great-circle distance on a sphere of 6371.0 km, to the nearest kilometre.
int distance_km(Position from, Position to);

/// A route's equipment lists aircraft codes: "AT7", "320 319". Turboprop if an ATR is among them,
/// as their slower time suits all; nothing listed is a jet.
Propulsion propulsion_of(std::string_view equipment);

/// Gate to gate: 30 min + km/13.2 for a jet, 25 min + km/7.7 for a turboprop, to the nearest
/// minute, then up to a multiple of five.
int block_minutes(int km, Propulsion propulsion);

/// Seats of an imported flight.
int seats_of(Propulsion propulsion);

/// One seat, one way, before the factors of the day (seat_price.hpp): R$ (150 + 0.47 km^0.98),
/// times 0.92 to 1.08 by a hash of the carrier and the pair of airports, ending in ,90. The way
/// back costs the same.
Money route_price(int km, std::string_view carrier, std::string_view from, std::string_view to);

/// Local departure in minutes after midnight, between 06:00 and 21:00 and a multiple of five, by a
/// hash of the carrier and the pair, so that carriers differ. The way back departs at another time.
int departure_minutes(std::string_view carrier, std::string_view from, std::string_view to);

}  // namespace viaja::flight
