#include "session-service/routes/timetable_of.hpp"

#include <set>
#include <utility>

#include "common/catalogue/zones.hpp"
#include "session-service/routes/zone_data.hpp"

namespace viaja::routes {
namespace {

/// A route may begin on the day before today by one clock, and by another a day earlier still.
constexpr int kDaysBefore = 3;

Airport airport_of(const ScheduledAirport& airport) {
    Airport result;
    result.code = airport.airport;
    result.zone = airport.zone;
    result.country = airport.country;
    result.latitude = airport.latitude;
    result.longitude = airport.longitude;
    return result;
}

std::uint8_t weekdays_of(const std::string& days) {
    int bits = 0;
    for (const char day : days)
        bits |= 1 << (day - '1');
    return static_cast<std::uint8_t>(bits);
}

ScheduledFlight flight_of(const viaja::ScheduledFlight& flight) {
    ScheduledFlight result;
    result.number = flight.flight;
    result.from = flight.from;
    result.to = flight.to;
    result.departure_minutes = flight.departs;
    result.weekdays = weekdays_of(flight.days);
    result.block_minutes = flight.minutes;
    result.seats = flight.seats;
    result.price = flight.price;
    result.first = flight.valid_from;
    result.last = flight.valid_to;
    if (flight.operated_by) {
        result.operated_by = OperatedBy{flight.operated_by->carrier, flight.operated_by->flight};
    }
    return result;
}

/// Zones that this machine does not have make their airports' flights left out, not the build fail.
std::vector<std::string> zones_of(const std::vector<Airport>& airports) {
    std::set<std::string> zones;
    for (const auto& airport : airports)
        if (catalogue::zone_exists(airport.zone)) zones.insert(airport.zone);
    return {zones.begin(), zones.end()};
}

}  // namespace

BuiltTimetable timetable_of(const CarrierSchedules& schedules, const std::vector<Airport>& known,
                            Date today) {
    std::vector<Airport> airports = known;
    std::vector<Schedule> all;
    for (const auto& [carrier, fetched] : schedules) {
        for (const auto& airport : fetched->airports)
            airports.push_back(airport_of(airport));
        Schedule schedule;
        schedule.carrier = carrier;
        for (const auto& flight : fetched->flights)
            schedule.flights.push_back(flight_of(flight));
        all.push_back(std::move(schedule));
    }
    auto clock = std::make_shared<const WallClock>(
        read_wall_clock(zones_of(airports), plus_days(today, -kDaysBefore)));
    return build_timetable(airports, all, std::move(clock));
}

}  // namespace viaja::routes
