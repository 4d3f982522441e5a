#pragma once
// Prices that are no longer guaranteed, as lines for the traveller. Pure; any thread.

#include <string>

#include "terminal/json.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// Whether everything that is held can be paid at its price for as long as it is held.
bool prices_stand(const Json& session);
/// Until when the price of a hold is guaranteed; empty where that is as long as it is held.
std::string guarantee_text(Language language, const Json& session, const Json& hold);

/// What a payment was refused for with `price_changed`: of each hold the price that it is held at
/// and the one of now, then both totals.
Lines lines_of_new_prices(Language language, const Json& session, const Json& problem);
/// Whether all of it can be held at its current price.
bool is_still_sold(const Json& problem);
/// The request for holds that holds the same at its current price, in place of what is held.
Json holds_at_new_prices(const Json& session, const Json& problem);

}  // namespace viaja::terminal
