#include "bench/floor/quotes.hpp"

#include <set>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "flight-service/catalogue.hpp"
#include "hotel-service/catalogue.hpp"

namespace viaja::bench {
namespace {

std::vector<std::string> listed(const std::set<std::string>& names) {
    return {names.begin(), names.end()};
}

}  // namespace

SupplierPart::Quote flight_quote(const std::string& carrier) {
    return [carrier](Connection& connection, const std::vector<HoldRequest>& requests, Instant) {
        std::set<std::string> numbers;
        for (const auto& request : requests)
            numbers.insert(std::get<FlightItem>(request.item).flight);
        std::set<std::string> origins;
        for (const auto& [number, flight] :
             flight::find_flights(connection, carrier, listed(numbers)))
            origins.insert(flight.origin);
        catalogue::find_airports(connection, listed(origins));
    };
}

SupplierPart::Quote hotel_quote() {
    return [](Connection& connection, const std::vector<HoldRequest>& requests, Instant) {
        std::set<std::string> types;
        for (const auto& request : requests)
            types.insert(std::get<RoomItem>(request.item).room_type_id);
        std::set<std::string> hotels;
        for (const auto& [id, type] : hotel::find_room_types(connection, listed(types)))
            hotels.insert(type.hotel);
        std::set<std::string> airports;
        for (const auto& [id, hotel] : hotel::find_hotels(connection, listed(hotels)))
            airports.insert(hotel.airport);
        catalogue::find_airports(connection, listed(airports));
    };
}

}  // namespace viaja::bench
