#include "bench/routes/networks.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/zones.hpp"
#include "common/csv/csv.hpp"
#include "flight-service/core/routes.hpp"
#include "flight-service/core/schedule.hpp"

namespace viaja::bench {
namespace {

constexpr std::uint8_t kDaily = 127;
/// Hours between UTC and a clock: from "Etc/GMT+12" to "Etc/GMT-14".
constexpr int kOffsetMin = -12;
constexpr int kOffsetMax = 14;

void add(std::map<std::string, routes::Schedule>& schedules, const std::string& carrier,
         routes::ScheduledFlight flight) {
    auto& schedule = schedules[carrier];
    schedule.carrier = carrier;
    schedule.flights.push_back(std::move(flight));
}

std::vector<routes::Schedule> in_order(std::map<std::string, routes::Schedule> schedules) {
    std::vector<routes::Schedule> result;
    for (auto& [carrier, schedule] : schedules)
        result.push_back(std::move(schedule));
    return result;
}

std::uint8_t weekdays_in(const csv::Reader& row, std::string_view column) {
    const std::string& digits = row.text(column);
    if (!is_weekdays(digits)) {
        row.fail(column, "weekdays are written as digits from 1 (Monday) to 7, ascending");
    }
    unsigned bits = 0;
    for (const char digit : digits)
        bits |= 1U << (digit - '1');
    return static_cast<std::uint8_t>(bits);
}

int minutes_in(const csv::Reader& row, std::string_view column) {
    const auto minutes = minutes_of_day(row.text(column));
    if (!minutes) row.fail(column, "a time of day is written 09:40");
    return *minutes;
}

FlightNetwork read_catalogue(const std::filesystem::path& folder) {
    FlightNetwork network;
    const auto file = folder / "airports.csv";
    for (const auto& airport : catalogue::read_airports(file.string(), csv::read_file(file))) {
        network.airports.push_back(
            {airport.iata, airport.zone, airport.country, airport.latitude, airport.longitude});
    }
    std::map<std::string, routes::Schedule> schedules;
    auto rows = csv::Reader::open(folder / "flights.csv",
                                  {"carrier", "flight", "from", "to", "dep_local", "days",
                                   "block_min", "seats", "base_price_brl_cents"});
    while (rows.next()) {
        routes::ScheduledFlight flight;
        flight.number = rows.text("flight");
        flight.from = rows.text("from");
        flight.to = rows.text("to");
        flight.departure_minutes = minutes_in(rows, "dep_local");
        flight.weekdays = weekdays_in(rows, "days");
        flight.block_minutes = static_cast<int>(rows.integer("block_min", 1, 2'880));
        flight.seats = static_cast<int>(rows.integer("seats", 0, 1'000));
        flight.price = {rows.integer("base_price_brl_cents", 1, 100'000'000), "BRL"};
        add(schedules, rows.text("carrier"), std::move(flight));
    }
    network.schedules = in_order(std::move(schedules));
    return network;
}

/// The files have no header and quote with a backslash. Lines in errors count the header.
csv::Reader open_flights_file(const std::filesystem::path& file, const std::string& header,
                              std::vector<std::string> columns) {
    std::string content = csv::read_file(file);
    for (auto at = content.find("\\\""); at != std::string::npos; at = content.find("\\\"", at + 2))
        content[at] = '"';
    return {file.string() + " with a header", header + "\n" + content, std::move(columns)};
}

/// A decimal number of any precision.
double number_in(const csv::Reader& row, std::string_view column, int lowest, int highest) {
    const std::string& text = row.text(column);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // "nan" is a number to from_chars, and compares with nothing.
    if (error != std::errc() || end != text.data() + text.size() ||
        !(number >= lowest && number <= highest)) {
        row.fail(column, "\"" + text + "\" is not a number from " + std::to_string(lowest) +
                             " to " + std::to_string(highest));
    }
    return number;
}

/// An airport without a zone in the file keeps the clock of its offset from UTC.
std::string zone_of(const csv::Reader& row) {
    const std::string& zone = row.text("zone", 0);
    if (catalogue::zone_exists(zone)) return zone;
    const std::string& hours = row.text("offset", 0);
    const bool is_known = !hours.empty() && hours != "\\N";
    const int offset =
        is_known ? static_cast<int>(number_in(row, "offset", kOffsetMin, kOffsetMax)) : 0;
    return offset == 0
               ? "Etc/GMT"
               : "Etc/GMT" + std::string(offset > 0 ? "-" : "+") + std::to_string(std::abs(offset));
}

std::int64_t millionths_in(const csv::Reader& row, std::string_view column, int most) {
    return static_cast<std::int64_t>(number_in(row, column, -most, most) * 1e6);
}

FlightNetwork read_open_flights(const std::filesystem::path& folder) {
    FlightNetwork network;
    std::map<std::string, flight::Position> positions;
    auto airports = open_flights_file(
        folder / "airports.dat",
        "id,name,city,country,code,icao,latitude,longitude,altitude,offset,dst,zone,type,source",
        {"country", "code", "latitude", "longitude", "offset", "zone"});
    while (airports.next()) {
        const std::string& code = airports.text("code", 0);
        if (code.size() != 3) continue;
        const flight::Position position{millionths_in(airports, "latitude", 90),
                                        millionths_in(airports, "longitude", 180)};
        if (!positions.emplace(code, position).second) continue;
        network.airports.push_back({code, zone_of(airports), airports.text("country"),
                                    position.latitude, position.longitude});
    }
    std::map<std::string, routes::Schedule> schedules;
    std::set<std::string> seen;
    auto rows = open_flights_file(
        folder / "routes.dat", "carrier,carrier_id,from,from_id,to,to_id,codeshare,stops,equipment",
        {"carrier", "from", "to", "stops", "equipment"});
    while (rows.next()) {
        const std::string carrier = rows.text("carrier");
        const std::string from = rows.text("from");
        const std::string to = rows.text("to");
        const bool usable = rows.text("stops") == "0" && from != to && positions.contains(from) &&
                            positions.contains(to) && seen.insert(carrier + from + to).second;
        if (!usable) continue;
        const int km = flight::distance_km(positions[from], positions[to]);
        const auto propulsion = flight::propulsion_of(rows.text("equipment", 0));
        routes::ScheduledFlight flight;
        flight.number = carrier + std::to_string(schedules[carrier].flights.size() + 1);
        flight.from = from;
        flight.to = to;
        flight.departure_minutes = flight::departure_minutes(carrier, from, to);
        flight.weekdays = kDaily;
        flight.block_minutes = flight::block_minutes(km, propulsion);
        flight.seats = flight::seats_of(propulsion);
        flight.price = flight::route_price(km, carrier, from, to);
        add(schedules, carrier, std::move(flight));
    }
    network.schedules = in_order(std::move(schedules));
    return network;
}

}  // namespace

FlightNetwork read_network(const std::filesystem::path& folder) {
    const bool open_flights = std::filesystem::exists(folder / "routes.dat");
    return open_flights ? read_open_flights(folder) : read_catalogue(folder);
}

}  // namespace viaja::bench
