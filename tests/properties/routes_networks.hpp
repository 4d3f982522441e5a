#pragma once
// Random networks and queries for the properties of the search for routes. They are small and
// full of what is tricky: ties, limits that are hit exactly, changes of the clocks, the date line.

#include <rapidcheck.h>

#include <memory>
#include <ostream>
#include <string>

#include "tests/properties/routes_oracle.hpp"

namespace viaja::routes {

struct Case {
    Network network;
    RouteQuery query;  ///< its seat_price is unset; `searched` sets it
    Order order{};
    std::size_t page_size = 1;
};
std::ostream& operator<<(std::ostream& out, const Case& one);

rc::Gen<Case> cases();

/// The timetable of a network, with the local times around `now`.
std::shared_ptr<const Timetable> timetable_of(const Network& network, Instant now);

/// The query with what the network knows of seats and day prices.
RouteQuery searched(const Network& network, const RouteQuery& query, const Timetable& timetable);

/// "I01370/2026-12-20 8G1200/2026-12-20 = 41200".
std::string text_of(const Timetable& timetable, const Route& route);

}  // namespace viaja::routes
