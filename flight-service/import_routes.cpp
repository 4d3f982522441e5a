#include "flight-service/import_routes.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/contract/check.hpp"
#include "common/csv/csv.hpp"
#include "flight-service/catalogue.hpp"
#include "flight-service/core/routes.hpp"

namespace viaja::flight {
namespace {

using Pair = std::pair<std::string, std::string>;
using Airports = std::map<std::string, catalogue::Airport>;

constexpr int kFirstNumber = 2001;
constexpr int kLastNumber = 99'999;
constexpr std::size_t kSkippedNamed = 5;
constexpr std::int64_t kDistanceMaxKm = 20'040;  ///< half of the Earth's circumference

struct Route {
    std::optional<int> distance_km;
    std::string equipment;
};

/// "GRU" for " gru ": what may have been meant.
std::string as_code(const std::string& text) {
    std::string code;
    for (const char c : text) {
        if (c == ' ' || c == '\t') continue;
        code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return code;
}

/// The rows that are skipped, counted by their reason; the first are named.
class Skipped {
  public:
    Skipped(const csv::Reader& reader, ImportResult& result) : reader_(reader), result_(result) {}

    void count(std::size_t ImportResult::*reason, const std::string& why) {
        ++(result_.*reason);
        if (result_.skipped.size() < kSkippedNamed)
            result_.skipped.push_back({reader_.line(), why});
    }

    /// True if the row's carrier is another one.
    bool carrier(const std::string& given, const std::string& wanted) {
        if (given == wanted) return false;
        if (as_code(given) == wanted) {
            count(&ImportResult::misspelt,
                  "column carrier: \"" + given + "\" is not written " + wanted);
        } else {
            ++result_.other_carriers;
        }
        return true;
    }

    /// True if the airport of `column` is none of the catalogue's.
    bool airport(const char* column, const Airports& airports) {
        const std::string& given = reader_.text(column);
        if (airports.contains(given)) return false;
        const std::string place = std::string("column ") + column + ": \"" + given + "\" ";
        if (airports.contains(as_code(given))) {
            count(&ImportResult::misspelt, place + "is not written " + as_code(given));
        } else {
            count(&ImportResult::unknown_airports, place + "is no airport of the catalogue");
        }
        return true;
    }

  private:
    const csv::Reader& reader_;
    ImportResult& result_;
};

/// The carrier's routes by pair, so that the order of the file does not matter. Fills in the
/// result's counts of skipped rows.
std::map<Pair, Route> read_routes(const std::filesystem::path& file, const std::string& carrier,
                                  const Airports& airports, ImportResult& result) {
    auto reader =
        csv::Reader::open(file, {"carrier", "from", "to", "distance_km", "equipment", "scope"});
    std::map<Pair, Route> routes;
    Skipped skipped(reader, result);
    while (reader.next()) {
        ++result.rows;
        if (skipped.carrier(reader.text("carrier", 0), carrier)) continue;
        Route route;
        const Pair pair{reader.text("from"), reader.text("to")};
        if (!reader.text("distance_km", 0).empty()) {
            route.distance_km = static_cast<int>(reader.integer("distance_km", 1, kDistanceMaxKm));
        }
        route.equipment = reader.text("equipment", 0, 100);
        if (skipped.airport("from", airports) || skipped.airport("to", airports)) continue;
        if (pair.first == pair.second) {
            skipped.count(&ImportResult::same_airport, "from and to are the same airport");
        } else if (!routes.emplace(pair, std::move(route)).second) {
            skipped.count(&ImportResult::repeated,
                          pair.first + "–" + pair.second + " stands in the file before");
        }
    }
    return routes;
}

Position position_of(const catalogue::Airport& airport) {
    return {airport.latitude, airport.longitude};
}

Flight flight_of(const std::string& carrier, const std::string& number, const Pair& pair,
                 const Route& route, const Airports& airports) {
    const auto& [from, to] = pair;
    const Propulsion propulsion = propulsion_of(route.equipment);
    Flight flight;
    flight.number = number;
    flight.carrier = carrier;
    flight.origin = from;
    flight.destination = to;
    flight.departure_minutes = departure_minutes(carrier, from, to);
    flight.days = kDaily;
    flight.distance_km = route.distance_km ? *route.distance_km
                                           : distance_km(position_of(airports.at(from)),
                                                         position_of(airports.at(to)));
    flight.block_minutes = block_minutes(flight.distance_km, propulsion);
    flight.equipment = route.equipment;
    flight.seats = seats_of(propulsion);
    flight.price = route_price(flight.distance_km, carrier, from, to);
    return flight;
}

/// Gives out the numbers that no flight of the carrier has.
class Numbers {
  public:
    Numbers(const std::string& carrier, const std::map<std::string, Sourced>& flights)
        : carrier_(carrier), flights_(flights) {}

    /// The lowest free number; nullopt when there is none left.
    std::optional<std::string> next() {
        for (; next_ <= kLastNumber; ++next_) {
            std::string number = carrier_ + std::to_string(next_);
            if (is_reserved_number(number) || flights_.contains(number)) continue;
            ++next_;
            return number;
        }
        return std::nullopt;
    }

  private:
    const std::string& carrier_;
    const std::map<std::string, Sourced>& flights_;
    int next_ = kFirstNumber;
};

/// The pairs that were imported before, with their flights.
std::map<Pair, Flight> imported_pairs(const std::map<std::string, Sourced>& flights) {
    std::map<Pair, Flight> pairs;
    for (const auto& [number, sourced] : flights) {
        if (sourced.source != Source::routes) continue;
        pairs.emplace(Pair{sourced.flight.origin, sourced.flight.destination}, sourced.flight);
    }
    return pairs;
}

/// A flight that may have been sold already departs when it did and costs what it did, whatever the
/// formulas say today.
Flight as_before(Flight flight, const Flight& before) {
    flight.departure_minutes = before.departure_minutes;
    flight.price = before.price;
    return flight;
}

}  // namespace

std::string text_of(const ImportResult& result) {
    const auto count = [](std::size_t number) { return std::to_string(number); };
    std::string text =
        count(result.rows) + " rows read; " + count(result.flights.added) + " flights added, " +
        count(result.flights.changed) + " changed, " + count(result.flights.unchanged) +
        " unchanged\nskipped: " + count(result.other_carriers) + " of other carriers, " +
        count(result.misspelt) + " with a misspelt code, " + count(result.unknown_airports) +
        " with an unknown airport, " + count(result.repeated) + " repeated, " +
        count(result.same_airport) + " from an airport to itself, " + count(result.without_number) +
        " without a free number\n";
    for (const auto& row : result.skipped)
        text += "skipped: line " + count(row.line) + ", " + row.why + "\n";
    return text;
}

ImportResult import_routes(Connection& connection, const std::filesystem::path& file,
                           const std::string& carrier, const catalogue::Progress& progress) {
    check(is_carrier_code(carrier), "a carrier's code is two capital letters or digits");
    const Airports airports = catalogue::all_airports(connection);
    if (airports.empty()) {
        throw csv::Error(file.string() + ": the catalogue of " + carrier +
                         " has no airports yet; load airports.csv first");
    }
    ImportResult result;
    const std::map<Pair, Route> routes = read_routes(file, carrier, airports, result);

    const std::map<std::string, Sourced> present = all_flights(connection, carrier);
    const std::map<Pair, Flight> imported = imported_pairs(present);
    Numbers numbers(carrier, present);
    std::vector<Flight> flights;
    for (const auto& [pair, route] : routes) {
        const auto before = imported.find(pair);
        if (before != imported.end()) {
            flights.push_back(as_before(
                flight_of(carrier, before->second.number, pair, route, airports), before->second));
        } else if (const auto number = numbers.next()) {
            flights.push_back(flight_of(carrier, *number, pair, route, airports));
        } else {
            ++result.without_number;
        }
    }
    result.flights = write_flights(connection, flights, Source::routes, progress);
    return result;
}

}  // namespace viaja::flight
