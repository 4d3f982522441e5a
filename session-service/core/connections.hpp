#pragma once
// Whether a flight can be reached from the one before it, by the times that their carriers replied.
// Pure; any thread.

#include <map>
#include <string>

#include "common/contract/connection.hpp"
#include "common/contract/items.hpp"

namespace viaja::session {

struct Airport {
    std::string country;
    MinimumConnection minimum_connection = {};
};
/// By code. Of an airport that is not among them nothing is known.
using Airports = std::map<std::string, Airport>;

/// False where `next` departs before `flight` has landed, or from the airport where that lands
/// before the least connection there is over. What is not known of an airport makes no connection
/// impossible.
bool can_be_reached(const HeldFlight& next, const HeldFlight& flight, const Airports& airports);

}  // namespace viaja::session
