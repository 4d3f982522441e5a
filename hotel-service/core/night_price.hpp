#pragma once
// The price of a room by nights. Pure: it is the same at every replica and for every traveller.

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja::hotel {

/// One room for one night: `rate` (the catalogue's) times three factors, rounded to the nearest
/// centavo (supplier::times): the weekday of the night, its season, and the days from today to the
/// night, both by the hotel's calendar. It changes at midnight there and at no other moment.
/// Between 0.7 and 2.0 times the rate.
Money night_price(const Money& rate, Date night, int days_ahead);

/// One room for all nights of a stay (`is_stay`): the sum of their prices, so that a night costs
/// the same in every stay. `today` by the hotel's calendar.
Money stay_price(const Money& rate, Date check_in, Date check_out, Date today);

}  // namespace viaja::hotel
