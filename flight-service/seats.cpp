#include "flight-service/seats.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/catalogue/airports.hpp"
#include "common/contract/check.hpp"
#include "common/supplier/store.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/sale.hpp"

namespace viaja::flight {
namespace {

std::map<std::string, Flight> flights_of(Connection& connection, const std::string& carrier,
                                         std::span<const DatedFlight> dated) {
    std::set<std::string> numbers;
    for (const auto& one : dated)
        numbers.insert(one.flight);
    return find_flights(connection, carrier, std::vector(numbers.begin(), numbers.end()));
}

std::map<std::string, catalogue::Airport> origins_of(Connection& connection,
                                                     const std::map<std::string, Flight>& flights) {
    std::set<std::string> codes;
    for (const auto& [number, flight] : flights)
        codes.insert(flight.origin);
    return catalogue::find_airports(connection, std::vector(codes.begin(), codes.end()));
}

std::map<std::string, int> taken_of(Connection& connection,
                                    const std::map<std::string, Flight>& flights,
                                    std::span<const DatedFlight> dated) {
    std::set<std::string> units;
    for (const auto& one : dated)
        if (one.date.ok() && flights.contains(one.flight))
            units.insert(unit_id(one.flight, one.date));
    return supplier::taken(connection, std::vector(units.begin(), units.end()));
}

}  // namespace

std::vector<FlightSeats> seats_of(Connection& connection, const std::string& carrier,
                                  std::span<const DatedFlight> dated, int passengers, Instant now) {
    const auto flights = flights_of(connection, carrier, dated);
    const auto origins = origins_of(connection, flights);
    const auto taken = taken_of(connection, flights, dated);

    std::vector<FlightSeats> results;
    for (const auto& one : dated) {
        auto& result = results.emplace_back(FlightSeats{one, 0, {}, {}});
        const auto found = flights.find(one.flight);
        if (found == flights.end()) {
            result.reason = "unknown_item";
            continue;
        }
        const auto& flight = found->second;
        const auto origin = origins.find(flight.origin);
        check(origin != origins.end(), "a flight of the catalogue departs from no known airport");
        const auto& zone = origin->second.zone;
        result.reason = outside_of_sale(flight, one.date, zone, now);
        if (!result.reason.empty()) continue;
        const auto sold = taken.find(unit_id(flight.number, one.date));
        // An import may remove seats that are sold already.
        result.seats_left = std::max(0, flight.seats - (sold == taken.end() ? 0 : sold->second));
        const Money seat = price_of(flight, one.date, zone, now);
        result.price = Money{seat.amount * passengers, seat.currency};
    }
    return results;
}

}  // namespace viaja::flight
