#include "session-service/core/connections.hpp"

#include <algorithm>
#include <chrono>

namespace viaja::session {
namespace {

/// Empty where it is not known.
std::string country_of(const std::string& airport, const Airports& airports) {
    const auto known = airports.find(airport);
    return known == airports.end() ? std::string() : known->second.country;
}

std::chrono::minutes least_connection(const HeldFlight& next, const HeldFlight& flight,
                                      const Airports& airports) {
    const auto known = airports.find(flight.to);
    const auto minimum =
        known == airports.end() ? MinimumConnection() : known->second.minimum_connection;
    const auto countries = {country_of(flight.from, airports), country_of(flight.to, airports),
                            country_of(next.to, airports)};
    const bool all_known = std::ranges::count(countries, std::string()) == 0;
    const bool one_country =
        std::ranges::count(countries, *countries.begin()) == std::ssize(countries);
    if (!all_known) return std::chrono::minutes(std::min(minimum.domestic, minimum.international));
    return std::chrono::minutes(one_country ? minimum.domestic : minimum.international);
}

}  // namespace

bool can_be_reached(const HeldFlight& next, const HeldFlight& flight, const Airports& airports) {
    const auto left = next.departs_at - flight.arrives_at;
    if (next.from != flight.to) return left >= Duration(0);
    return left >= least_connection(next, flight, airports);
}

}  // namespace viaja::session
