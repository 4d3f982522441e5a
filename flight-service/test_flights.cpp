#include "flight-service/test_flights.hpp"

#include "flight-service/core/routes.hpp"

namespace viaja::flight {
namespace {

std::optional<supplier::Behaviour> behaviour_of(std::string_view digits) {
    if (digits == "9901") return supplier::Behaviour::refuses_confirm;
    if (digits == "9902") return supplier::Behaviour::confirms_after_8_s;
    if (digits == "9903") return supplier::Behaviour::answers_twice;
    return std::nullopt;
}

}  // namespace

std::optional<TestFlight> test_flight(std::string_view number, const std::string& carrier) {
    if (!is_flight_number(number, carrier)) return std::nullopt;
    const auto behaviour = behaviour_of(number.substr(carrier.size()));
    if (!behaviour) return std::nullopt;
    Flight flight;
    flight.number = std::string(number);
    flight.carrier = carrier;
    flight.origin = "REC";
    flight.destination = "GRU";
    flight.departure_minutes = departure_minutes(carrier, flight.origin, flight.destination);
    flight.days = kDaily;
    flight.distance_km = 2100;
    flight.block_minutes = block_minutes(flight.distance_km, Propulsion::jet);
    flight.seats = 10;
    flight.price.amount = 100'00;
    return TestFlight{std::move(flight), *behaviour};
}

}  // namespace viaja::flight
