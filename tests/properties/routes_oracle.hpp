#pragma once
// All routes by brute force, to hold the search against: every flight of every day as an instant
// straight from the time zone data, and every way to put them together. It shares the values of
// the query with the search, and none of its index, tables or bounds. One thread.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "session-service/routes/order.hpp"

namespace viaja::routes {

/// What is known of flights on their days: a price, or no seats.
using SeatFacts = std::map<std::pair<std::string, Day>, std::optional<std::int32_t>>;

struct Network {
    std::vector<Airport> airports;
    std::vector<Schedule> schedules;
    SeatFacts facts;
    /// What the timetable knows of the schedules' prices; days are dearer where it is below 1000.
    int schedule_permille = 1'000;
};

struct OracleFlight {
    const ScheduledFlight* flight = nullptr;
    std::string carrier;
    Day day = 0;
    Instant departs;
    Instant arrives;
    std::int64_t price = 0;
    bool domestic = false;
};
using OracleRoute = std::vector<OracleFlight>;

/// Every route whose first flight leaves on the query's date.
std::vector<OracleRoute> all_routes(const Network& network, const RouteQuery& query);

/// Those of `routes` that neither they nor `others` beat.
std::vector<OracleRoute> not_beaten(const std::vector<OracleRoute>& routes,
                                    const std::vector<OracleRoute>& others);

/// In the order; `carriers` is the traveller's list.
void sort_by(Order order, const std::vector<std::string>& carriers,
             std::vector<OracleRoute>& routes);

/// "I01370/2026-12-20 … = 12345": the flights with their days, and the price.
std::string text_of(const OracleRoute& route);

}  // namespace viaja::routes
