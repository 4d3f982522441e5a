#pragma once
// The airports that a supplier knows: where they are and which clock they keep. Every supplier has
// its own copy, so that none depends on another. Used by one thread with its connection.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/ports/database.hpp"

namespace viaja::catalogue {

struct Airport {
    std::string iata;
    std::string name;
    std::string city;
    std::string country;         ///< ISO 3166 code of two letters
    std::int64_t latitude = 0;   ///< millionths of a degree, north is positive
    std::int64_t longitude = 0;  ///< millionths of a degree, east is positive
    std::string zone;            ///< IANA time zone, known on this machine when it was loaded
};

const Table& airports_table();

/// The rows of an airports.csv (data/README.md), in the order of the file. `file` names it in
/// errors. Throws csv::Error where the file is damaged, an airport comes twice, or this machine
/// does not know a time zone.
std::vector<Airport> read_airports(const std::string& file, const std::string& content);

Values to_row(const Airport& airport);

/// Those of `codes` that are known, by code.
std::map<std::string, Airport> find_airports(Connection& connection,
                                             std::span<const std::string> codes);
/// All of them, by code.
std::map<std::string, Airport> all_airports(Connection& connection);

/// Reads the time zones of all airports (zones.hpp). At the start of a supplier, since the files
/// may be gone later. Throws std::runtime_error where one cannot be read.
void read_zones_of_airports(Connection& connection);

}  // namespace viaja::catalogue
