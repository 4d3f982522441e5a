#pragma once
// What is left of one carrier's flights on given days, and what it costs on them.

#include <span>
#include <string>
#include <vector>

#include "common/contract/schedule.hpp"
#include "common/ports/database.hpp"

namespace viaja::flight {

/// One result for each of `flights`, in order, by the last committed state, with three statements
/// for all. Reasons as against a hold: "unknown_item", "not_on_this_day", "departed",
/// "too_far_ahead". Prices are for all `passengers`, and are those of a hold at `now`.
/// Outside of a transaction, on the thread of the connection; throws what it throws.
std::vector<FlightSeats> seats_of(Connection& connection, const std::string& carrier,
                                  std::span<const DatedFlight> flights, int passengers,
                                  Instant now);

}  // namespace viaja::flight
