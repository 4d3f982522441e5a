#pragma once
// When a flight on a day is sold, and for how much: one rule for searches, seats and holds. Pure
// but for the time zone data of the machine. Any thread.

#include <string>

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"
#include "flight-service/core/schedule.hpp"

namespace viaja::flight {

/// `zone` is that of the flight's origin.
Instant departure_of(const Flight& flight, Date date, const std::string& zone);

/// Why the flight cannot be sold on this day at `now`: "not_on_this_day", "departed",
/// "too_far_ahead"; empty if it can.
std::string outside_of_sale(const Flight& flight, Date date, const std::string& zone, Instant now);

/// The price of one seat at `now`. Searches and holds both use the database's clock, so they differ
/// only if midnight at the origin lies between them.
Money price_of(const Flight& flight, Date date, const std::string& zone, Instant now);

}  // namespace viaja::flight
