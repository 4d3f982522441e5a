#pragma once
// The price of a seat on a day. Pure: it is the same at every replica and for every traveller.

#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja::flight {

/// `base` (the catalogue's price of one seat) times three factors, rounded to the nearest centavo
/// (supplier::times): the weekday of departure, its season, and the days from today to `departure`,
/// both by the calendar of the origin. It changes at midnight there and at no other moment. Between
/// 0.7 and 2.6 times the base price.
Money seat_price(const Money& base, Date departure, int days_ahead);

}  // namespace viaja::flight
