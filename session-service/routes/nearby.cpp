#include "session-service/routes/nearby.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace viaja::routes {
namespace {

constexpr double kEarthKm = 6371.0;

double radians(std::int64_t millionths) {
    return static_cast<double>(millionths) / 1e6 * std::numbers::pi / 180.0;
}

/// With its distance from the airport that was asked for; by distance, then by code.
using Near = std::vector<std::pair<double, std::string>>;

std::vector<std::string> nearest(const std::string& asked, Near near) {
    std::ranges::sort(near);
    std::vector<std::string> codes = {asked};
    for (auto& [distance, code] : near) {
        if (codes.size() < kAirportsOfASideMax) codes.push_back(std::move(code));
    }
    return codes;
}

}  // namespace

double distance_km(const Airport& one, const Airport& other) {
    const double latitude = radians(one.latitude);
    const double other_latitude = radians(other.latitude);
    const double north = std::sin((other_latitude - latitude) / 2);
    const double east = std::sin(radians(other.longitude - one.longitude) / 2);
    const double half = north * north + std::cos(latitude) * std::cos(other_latitude) * east * east;
    return 2 * kEarthKm * std::asin(std::min(1.0, std::sqrt(half)));
}

Sides sides_near(const Timetable& timetable, const std::string& from, const std::string& to,
                 int km) {
    if (km == 0) return {{from}, {to}};
    const auto origin = timetable.find_airport(from).value();
    const auto destination = timetable.find_airport(to).value();
    Near near_from;
    Near near_to;
    for (std::size_t index = 0; index < timetable.airports(); ++index) {
        if (index == origin || index == destination) continue;
        const Airport& airport = timetable.airport(static_cast<AirportIndex>(index));
        const double to_origin = distance_km(timetable.airport(origin), airport);
        const double to_destination = distance_km(timetable.airport(destination), airport);
        const bool nearer_to_origin = to_origin <= to_destination;
        if (nearer_to_origin && to_origin <= km) near_from.emplace_back(to_origin, airport.code);
        if (!nearer_to_origin && to_destination <= km) {
            near_to.emplace_back(to_destination, airport.code);
        }
    }
    return {nearest(from, std::move(near_from)), nearest(to, std::move(near_to))};
}

}  // namespace viaja::routes
