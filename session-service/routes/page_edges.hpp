#pragma once
// What a page of all routes depends on beside what it shows. A route stands before, on or behind a
// page by its price, and until that is known by an estimate: one that is a little off would put a
// route onto the page before the one that comes next, and no page would show it. So the flights of
// the routes around both ends of a page are asked about too. Pure; any thread.

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "session-service/routes/routes.hpp"

namespace viaja::routes {

using Unit = std::pair<FlightIndex, Day>;

/// By how much the price of a flight may differ from its estimate, on a day on which the price of
/// another flight of its carrier is known: two hundredths of it, and two minor units.
constexpr int kEstimateErrorPermille = 20;
constexpr int kEstimateErrorLeast = 2;
/// Beyond it the page may lack routes.
constexpr std::size_t kEdgeUnitsMax = 1'000;
/// Flights by which the level of a carrier's prices on a day is found out.
constexpr std::size_t kSamplesMax = 100;

/// What is known of prices.
struct KnownPrices {
    std::function<bool(FlightIndex, Day)> of_flight;
    /// Of any flight of the carrier on that day.
    std::function<bool(CarrierIndex, Day)> of_carrier;
};

struct PageEdges {
    std::set<Unit> units;    ///< to be asked about before the page is right
    std::set<Unit> samples;  ///< by which more prices can be estimated
    bool truncated = false;  ///< there are more, or the query's work_max was reached
};

/// Of a page behind `after`: flights without a known price of the routes that may turn out to be on
/// the other side of one of its ends. And as samples one flight of each carrier on each day on
/// which a route of the query may go on, where none of its prices is known.
PageEdges edges_of(const Timetable& timetable, const RouteQuery& query, Order order,
                   const Page& page, const std::optional<PageKey>& after, const KnownPrices& known);

}  // namespace viaja::routes
