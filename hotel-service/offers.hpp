#pragma once
// What hotels near an airport have free, for searches: whole stays, and single nights. Reads the
// catalogue and what is taken by SQL and keeps nothing; the thread of the connection.

#include "common/contract/messages.hpp"
#include "common/ports/database.hpp"

namespace viaja::hotel {

/// Adds the room types that have a room free on every night of the stay, the cheapest first, until
/// the answer is full: it says that there are more. `today` by the clock of the airport.
void add_stays(Connection& connection, const StayQuestion& question, Date today,
               QuestionAnswer& answer);

/// The room types that have a room free on some of the nights, and the lowest price of each night.
/// Only of nights that a stay can begin with: from `today` to kDaysAheadMax later, by the clock of
/// the airport. Beyond NightOffers::kRoomsMax room types only the lowest prices look at the others.
void add_nights(Connection& connection, const NightsQuestion& question, Date today,
                QuestionAnswer& answer);

}  // namespace viaja::hotel
