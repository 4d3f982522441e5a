#pragma once
// Networks of flights to measure the search on: a catalogue's folder, or the files of OpenFlights.
// One thread.

#include <filesystem>
#include <vector>

#include "session-service/routes/timetable.hpp"

namespace viaja::bench {

struct FlightNetwork {
    std::vector<routes::Airport> airports;
    std::vector<routes::Schedule> schedules;
};

/// `airports.csv` and `flights.csv` as in data/demo, or, where the folder has a `routes.dat`, it
/// and `airports.dat` as OpenFlights publishes them: each route becomes a daily flight by the
/// formulas of `viaja import routes`. Throws csv::Error, also for a number, a time of day or
/// weekdays that cannot be read.
FlightNetwork read_network(const std::filesystem::path& folder);

}  // namespace viaja::bench
