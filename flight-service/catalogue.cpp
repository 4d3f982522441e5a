#include "flight-service/catalogue.hpp"

#include <array>
#include <utility>

#include "common/catalogue/load.hpp"
#include "common/contract/carrier_code.hpp"
#include "common/contract/check.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "common/supplier/store.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::flight {
namespace {

constexpr std::array<std::string_view, 12> kColumns = {
    "number", "carrier",     "origin",        "destination", "departure_minutes",
    "days",   "distance_km", "block_minutes", "equipment",   "seats",
    "price",  "source"};
constexpr Table kFlights{"flights", kColumns, 1};
constexpr int kFlightSeatsMax = 1'000;

constexpr std::array<std::string_view, 2> kRevisionColumns = {"carrier", "revision"};
constexpr Table kRevisions{"schedule_revisions", kRevisionColumns, 1};

constexpr Migration kMigrations[] = {
    {111, "flights", R"(
CREATE TABLE flights (
    number VARCHAR(8) NOT NULL PRIMARY KEY,
    carrier VARCHAR(2) NOT NULL,
    origin VARCHAR(3) NOT NULL,
    destination VARCHAR(3) NOT NULL,
    departure_minutes BIGINT NOT NULL,
    days VARCHAR(7) NOT NULL,
    distance_km BIGINT NOT NULL,
    block_minutes BIGINT NOT NULL,
    equipment VARCHAR(100) NOT NULL,
    seats BIGINT NOT NULL,
    price BIGINT NOT NULL,
    source VARCHAR(16) NOT NULL
))"},
    {112, "flights by route",
     "CREATE INDEX flights_by_route ON flights (origin, destination, carrier)"},
    {113, "schedule revisions", R"(
CREATE TABLE schedule_revisions (
    carrier VARCHAR(2) NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL
))"},
};

constexpr std::string_view kSelect =
    "SELECT number, carrier, origin, destination, departure_minutes, days, distance_km, "
    "block_minutes, equipment, seats, price, source FROM flights ";

Values to_row(const Flight& flight, Source source) {
    return {flight.number,
            flight.carrier,
            flight.origin,
            flight.destination,
            std::int64_t{flight.departure_minutes},
            flight.days,
            std::int64_t{flight.distance_km},
            std::int64_t{flight.block_minutes},
            flight.equipment,
            std::int64_t{flight.seats},
            flight.price.amount,
            to_value(source)};
}

Sourced from_row(const Values& values) {
    RowReader row(values);
    Sourced result;
    Flight& flight = result.flight;
    flight.number = row.text();
    flight.carrier = row.text();
    flight.origin = row.text();
    flight.destination = row.text();
    flight.departure_minutes = static_cast<int>(row.integer());
    flight.days = row.text();
    flight.distance_km = static_cast<int>(row.integer());
    flight.block_minutes = static_cast<int>(row.integer());
    flight.equipment = row.text();
    flight.seats = static_cast<int>(row.integer());
    flight.price.amount = row.integer();
    result.source = row.word<Source>();
    return result;
}

/// The flight of the reader's row; whether its airports are known and its number is new is checked
/// by the caller.
Flight read_flight(const csv::Reader& reader, const std::string& carrier) {
    Flight flight;
    flight.carrier = carrier;
    flight.number = reader.item_id("flight");
    if (!is_flight_number(flight.number, carrier)) {
        reader.fail("flight", "a flight of " + carrier + " is numbered " + carrier +
                                  " and four or five digits, not " + flight.number);
    }
    if (is_reserved_number(flight.number)) {
        reader.fail("flight", flight.number + " is reserved for test flights");
    }
    flight.origin = reader.text("from", 3, 3);
    flight.destination = reader.text("to", 3, 3);
    const auto departure = minutes_of_day(reader.text("dep_local"));
    if (!departure) reader.fail("dep_local", "a time of day is written 09:40");
    flight.departure_minutes = *departure;
    flight.days = reader.text("days");
    if (!is_weekdays(flight.days)) {
        reader.fail("days", "weekdays are written as digits from 1 (Monday) to 7, ascending");
    }
    flight.distance_km = static_cast<int>(reader.integer("distance_km", 1, 20'040));
    flight.block_minutes = static_cast<int>(reader.integer("block_min", 1, 24 * 60));
    flight.equipment = reader.text("aircraft", 0, 100);
    flight.seats = static_cast<int>(reader.integer("seats", 1, kFlightSeatsMax));
    flight.price.amount = reader.integer("base_price_brl_cents", 1, supplier::kBasePriceMax);
    return flight;
}

/// In each transaction that changes rows of the carrier's schedule, behind these rows.
catalogue::AtChange next_revision(const std::string& carrier) {
    return [carrier](Connection& connection) {
        const Value key = carrier;
        const Rows rows = connection.lock(kRevisions, "carrier", std::span(&key, 1));
        const std::int64_t last = rows.empty() ? 0 : std::get<std::int64_t>(rows.front().at(1));
        const Values row = {carrier, last + 1};
        if (rows.empty()) return connection.insert(kRevisions, std::span(&row, 1));
        connection.put(kRevisions, std::span(&row, 1));
    };
}

std::string pair_of(const Flight& flight) {
    return flight.origin + "–" + flight.destination;
}

/// What was sold keeps its meaning: refuses a row that gives a flight's number to another route.
class Promises {
  public:
    Promises(Connection& connection, const catalogue::Load& load, const std::string& carrier)
        : connection_(connection),
          today_(load.yesterday()),
          known_(all_flights(connection, carrier)) {}

    void check_kept(const csv::Reader& reader, const Flight& flight) const {
        const auto known = known_.find(flight.number);
        if (known == known_.end()) return;
        const auto& [before, source] = known->second;
        if (pair_of(before) == pair_of(flight)) return;
        if (source == Source::routes) {
            reader.fail("flight", flight.number + " is the imported flight " + pair_of(before) +
                                      "; give this one another number");
        }
        if (supplier::is_taken_from(connection_, flight.number, today_)) {
            reader.fail("flight", "seats of " + flight.number + " are held or sold as " +
                                      pair_of(before) + "; give the flight " + pair_of(flight) +
                                      " another number");
        }
    }

    /// Flights of the schedule in the database that `kept` has not, as withdrawn.
    std::vector<Values> withdrawn(const std::map<std::string, Flight>& kept) const {
        std::vector<Values> rows;
        for (const auto& [number, present] : known_) {
            if (present.source != Source::schedule || kept.contains(number)) continue;
            rows.push_back(to_row(present.flight, Source::withdrawn));
        }
        return rows;
    }

  private:
    Connection& connection_;
    const Date today_;
    const std::map<std::string, Sourced> known_;
};

std::map<std::string, Flight> read_schedule(const catalogue::Load& load, const std::string& carrier,
                                            const Promises& promises) {
    auto reader = load.reader(
        "flights.csv", {"carrier", "flight", "from", "to", "dep_local", "days", "distance_km",
                        "block_min", "aircraft", "seats", "base_price_brl_cents"});
    std::map<std::string, Flight> flights;
    while (reader.next()) {
        if (reader.text("carrier") != carrier) continue;
        Flight flight = read_flight(reader, carrier);
        for (const char* column : {"from", "to"})
            load.airport(reader, column);
        if (flight.origin == flight.destination) {
            reader.fail("to", "the flight goes nowhere");
        }
        if (flights.contains(flight.number)) {
            reader.fail("flight", flight.number + " is there twice");
        }
        promises.check_kept(reader, flight);
        std::string number = flight.number;
        flights.emplace(std::move(number), std::move(flight));
    }
    return flights;
}

}  // namespace

std::vector<Migration> flight_migrations() {
    return catalogue::with_catalogue_migrations(kMigrations);
}

bool is_reserved_number(std::string_view number) {
    constexpr std::size_t kCarrier = 2;
    if (number.size() != kCarrier + 4) return false;
    return whole_number(number.substr(kCarrier), kReservedNumbersFrom, kReservedNumbersTo)
        .has_value();
}

LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const std::string& carrier, const catalogue::Progress& progress) {
    check(is_carrier_code(carrier), "a carrier's code is two capital letters or digits");
    catalogue::Load load(connection, folder, "demo/" + carrier, {"flights.csv"}, progress);
    if (load.is_done()) return {.already_loaded = true};
    const Promises promises(connection, load, carrier);
    const auto flights = read_schedule(load, carrier, promises);
    const auto withdrawn = promises.withdrawn(flights);
    std::vector<Values> rows;
    std::vector<std::string> numbers;
    for (const auto& [number, flight] : flights) {
        rows.push_back(to_row(flight, Source::schedule));
        numbers.push_back(number);
    }
    const auto editable = editable_flights(carrier);
    const auto amend = supplier::keep_edits(editable);
    const auto written =
        load.write({{kFlights, withdrawn, amend}, {kFlights, rows, amend}}, editable.at_change);
    supplier::set_capacities(connection, editable, numbers);
    load.finish();
    return {false, written[0], written[2], withdrawn.size()};
}

std::map<std::string, Flight> find_flights(Connection& connection, const std::string& carrier,
                                           std::span<const std::string> numbers) {
    const Values keys(numbers.begin(), numbers.end());
    std::map<std::string, Flight> flights;
    for (const Values& row : connection.find(kFlights, "number", keys)) {
        auto [flight, source] = from_row(row);
        if (flight.carrier != carrier || source == Source::withdrawn) continue;
        std::string number = flight.number;
        flights.emplace(std::move(number), std::move(flight));
    }
    return flights;
}

std::vector<Flight> flights_between(Connection& connection, const std::string& carrier,
                                    const std::string& origin, const std::string& destination,
                                    Date date) {
    const Values parameters = {origin, destination, carrier, to_value(Source::withdrawn)};
    const Rows rows = connection.query(std::string(kSelect) +
                                           "WHERE origin = ? AND destination = ? AND carrier = ? "
                                           "AND source <> ? ORDER BY departure_minutes, number",
                                       parameters);
    std::vector<Flight> flights;
    for (const Values& row : rows) {
        Flight flight = from_row(row).flight;
        if (flies_on(flight, date)) flights.push_back(std::move(flight));
    }
    return flights;
}

std::vector<Flight> flights_by_number(Connection& connection, const std::string& carrier,
                                      const std::string& after, std::size_t count) {
    const Values parameters = {carrier, to_value(Source::withdrawn), after,
                               static_cast<std::int64_t>(count)};
    const Rows rows = connection.query(
        std::string(kSelect) +
            "WHERE carrier = ? AND source <> ? AND number > ? ORDER BY number LIMIT ?",
        parameters);
    std::vector<Flight> flights;
    for (const Values& row : rows)
        flights.push_back(from_row(row).flight);
    return flights;
}

std::vector<std::string> airports_flown_to(Connection& connection, const std::string& carrier) {
    const Values parameters = {carrier, to_value(Source::withdrawn), carrier,
                               to_value(Source::withdrawn)};
    const Rows rows = connection.query(
        "SELECT origin AS code FROM flights WHERE carrier = ? AND source <> ? UNION "
        "SELECT destination AS code FROM flights WHERE carrier = ? AND source <> ? ORDER BY code",
        parameters);
    std::vector<std::string> codes;
    for (const Values& row : rows)
        codes.push_back(RowReader(row).text());
    return codes;
}

std::int64_t schedule_revision(Connection& connection, const std::string& carrier) {
    const Value key = carrier;
    const Rows rows = connection.find(kRevisions, "carrier", std::span(&key, 1));
    return rows.empty() ? 0 : std::get<std::int64_t>(rows.front().at(1));
}

std::map<std::string, Sourced> all_flights(Connection& connection, const std::string& carrier) {
    const Value parameter = carrier;
    std::map<std::string, Sourced> flights;
    for (const Values& row :
         connection.query(std::string(kSelect) + "WHERE carrier = ?", std::span(&parameter, 1))) {
        Sourced sourced = from_row(row);
        std::string number = sourced.flight.number;
        flights.emplace(std::move(number), std::move(sourced));
    }
    return flights;
}

supplier::EditableTable editable_flights(const std::string& carrier) {
    const auto is_for_sale = [carrier](const Values& row) {
        const auto [flight, source] = from_row(row);
        return flight.carrier == carrier && source != Source::withdrawn;
    };
    return {.table = &kFlights,
            .price = "price",
            .capacity = "seats",
            .capacity_max = kFlightSeatsMax,
            .is_for_sale = is_for_sale,
            .at_change = next_revision(carrier)};
}

catalogue::Written write_flights(Connection& connection, std::span<const Flight> flights,
                                 Source source, const catalogue::Progress& progress) {
    std::vector<Values> rows;
    std::vector<std::string> numbers;
    for (const Flight& flight : flights) {
        rows.push_back(to_row(flight, source));
        numbers.push_back(flight.number);
    }
    if (flights.empty()) return {};
    const auto editable = editable_flights(flights.front().carrier);
    const auto written =
        catalogue::write_rows(connection, kFlights, rows, progress, 0, rows.size(),
                              editable.at_change, supplier::keep_edited_prices(editable));
    supplier::set_capacities(connection, editable, numbers);
    return written;
}

std::string database_name(const std::string& carrier) {
    std::string name = "flight_";
    for (const char c : carrier)
        name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return name;
}

}  // namespace viaja::flight
