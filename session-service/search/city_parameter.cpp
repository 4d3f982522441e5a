#include "session-service/search/city_parameter.hpp"

#include "common/contract/messages.hpp"

namespace viaja::session {

std::vector<std::string> airports_of_city(Parameters& parameters, const Places& places) {
    const auto* city = parameters.find("city");
    if (!city) {
        parameters.wrong(
            "city", "is missing; it must be a city, such as Recife, or an airport, such as REC");
        return {};
    }
    auto airports = airports_in(places, *city);
    if (airports.empty()) {
        parameters.wrong("city", "is no city or airport of this system; GET /v1/places lists them");
    }
    if (airports.size() > EventQuestion::kNearMax) airports.resize(EventQuestion::kNearMax);
    return airports;
}

}  // namespace viaja::session
