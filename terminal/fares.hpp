#pragma once
// The fares of flights: which one is wanted, what it costs, and what comes back of an item that is
// cancelled. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "terminal/arguments.hpp"
#include "terminal/json.hpp"

namespace viaja::terminal {

/// "light", "plus", "flex" by --fare; empty where it is not given. Throws Stop with Exit::usage for
/// another word.
std::string fare_named(const Arguments& arguments);

/// That of an offer of flights in the fare; its lowest where it has not got that one, or for "".
const Json& price_in_fare(const Json& offer, std::string_view fare);

/// The items with a fare in each flight: that of --fare, else the one that it has, else
/// `otherwise`; none for "". Throws Stop with Exit::usage where --fare is given and there is no
/// flight.
Json with_fare(const Arguments& arguments, Json items, const std::string& otherwise);

/// "flex: until Fri 25 Dec 21:00 all comes back" of a hold, once its supplier has said it.
std::optional<std::string> refund_terms(Language language, const Json& hold);

/// Of an item of a quote, by which rule that comes back; empty where the terms are not known.
std::string rule_of_refund(Language language, const Json& hold, const Json& quoted);

}  // namespace viaja::terminal
