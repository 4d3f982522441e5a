#include "common/catalogue/airports.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "common/catalogue/zones.hpp"
#include "common/csv/csv.hpp"

namespace viaja::catalogue {
namespace {

constexpr std::array<std::string_view, 7> kColumns = {"iata",     "name",      "city", "country",
                                                      "latitude", "longitude", "zone"};
constexpr Table kTable{"airports", kColumns, 1};

constexpr std::int64_t kDegree = 1'000'000;

bool is_capital_letters(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::map<std::string, Airport> from_rows(const Rows& rows) {
    std::map<std::string, Airport> airports;
    for (const Values& values : rows) {
        RowReader row(values);
        Airport airport;
        airport.iata = row.text();
        airport.name = row.text();
        airport.city = row.text();
        airport.country = row.text();
        airport.latitude = row.integer();
        airport.longitude = row.integer();
        airport.zone = row.text();
        airports.emplace(airport.iata, std::move(airport));
    }
    return airports;
}

}  // namespace

const Table& airports_table() {
    return kTable;
}

std::vector<Airport> read_airports(const std::string& file, const std::string& content) {
    csv::Reader reader(file, content, {"iata", "name", "city", "country", "lat", "lon", "tz"});
    std::vector<Airport> airports;
    std::set<std::string> seen;
    while (reader.next()) {
        Airport airport;
        airport.iata = reader.text("iata", 3, 3);
        if (!is_capital_letters(airport.iata)) {
            reader.fail("iata", "an airport's code is three capital letters");
        }
        if (!seen.insert(airport.iata).second) {
            reader.fail("iata", "the airport " + airport.iata + " is there twice");
        }
        airport.name = reader.text("name");
        airport.city = reader.text("city");
        airport.country = reader.text("country", 2, 2);
        airport.latitude = reader.millionths("lat", -90 * kDegree, 90 * kDegree);
        airport.longitude = reader.millionths("lon", -180 * kDegree, 180 * kDegree);
        airport.zone = reader.text("tz", 1, 64);
        if (!zone_exists(airport.zone)) {
            reader.fail("tz", "the time zone " + airport.zone +
                                  " is not in this machine's data (package tzdata)");
        }
        airports.push_back(std::move(airport));
    }
    return airports;
}

Values to_row(const Airport& airport) {
    return {airport.iata,     airport.name,      airport.city, airport.country,
            airport.latitude, airport.longitude, airport.zone};
}

std::map<std::string, Airport> find_airports(Connection& connection,
                                             std::span<const std::string> codes) {
    const Values keys(codes.begin(), codes.end());
    return from_rows(connection.find(kTable, "iata", keys));
}

std::map<std::string, Airport> all_airports(Connection& connection) {
    return from_rows(connection.query(
        "SELECT iata, name, city, country, latitude, longitude, zone FROM airports"));
}

void read_zones_of_airports(Connection& connection) {
    for (const Values& values : connection.query("SELECT DISTINCT zone FROM airports"))
        read_zone(RowReader(values).text());
}

}  // namespace viaja::catalogue
