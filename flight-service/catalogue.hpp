#pragma once
// One carrier's schedule in the carrier's own database. It is always read by SQL, never kept in
// memory, so that an import into a running system is seen by the next request.
//
// Functions over the connection of the calling thread; they throw what it throws (ports/errors.hpp)
// and csv::Error for a file that cannot be used.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/loading.hpp"
#include "common/supplier/catalogue_edits.hpp"
#include "flight-service/core/schedule.hpp"

namespace viaja::flight {

/// Tables of a carrier's catalogue; its database has those of supplier::supplier_migrations() too.
std::vector<Migration> flight_migrations();

/// Where a flight of the catalogue comes from: a later load of the schedule withdraws only its own.
/// A withdrawn flight is not for sale; its row says what the seats sold on it mean.
enum class Source { schedule, routes, withdrawn };
constexpr std::string_view name_of(Source value) {
    switch (value) {
        case Source::schedule:
            return "schedule";
        case Source::routes:
            return "routes";
        case Source::withdrawn:
            return "withdrawn";
    }
    return {};
}

/// The numbers of flights that exist only in test mode (test_flights.hpp); no file may use them.
constexpr int kReservedNumbersFrom = 9901;
constexpr int kReservedNumbersTo = 9999;
bool is_reserved_number(std::string_view number);

struct LoadResult {
    bool already_loaded = false;  ///< the same files were loaded before; nothing was done
    catalogue::Written airports = {};
    catalogue::Written flights = {};
    std::size_t withdrawn = 0;  ///< flights that an earlier schedule had
};

/// Brings the database to the state of airports.csv and flights.csv in `folder`, for one carrier:
/// every airport, and the carrier's flights (maybe none). Does nothing if the same files were
/// loaded before, so it can be called at every start. Flights that were imported from route
/// networks stay, and holds are never touched. Interrupted, it is done again at the next call.
/// Progress counts rows. Throws csv::Error before anything is written if a file is damaged, or if
/// it gives a number to another route while seats on the flight are held or sold, or while the
/// flight is an imported one.
LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const std::string& carrier, const catalogue::Progress& progress = {});

/// "flight_i0" for I0: each carrier has a database of its own.
std::string database_name(const std::string& carrier);

/// The flights among `numbers` that the carrier sells, by number.
std::map<std::string, Flight> find_flights(Connection& connection, const std::string& carrier,
                                           std::span<const std::string> numbers);

/// The direct flights between two airports that the carrier sells on the weekday of `date`, by
/// local departure and number: all of them, which are fewer than a carrier has numbers.
std::vector<Flight> flights_between(Connection& connection, const std::string& carrier,
                                    const std::string& origin, const std::string& destination,
                                    Date date);

/// Flights that the carrier sells, by number: at most `count` behind the one with the number
/// `after`; from the first on where that is empty.
std::vector<Flight> flights_by_number(Connection& connection, const std::string& carrier,
                                      const std::string& after, std::size_t count);

/// The codes of the airports at either end of the flights that the carrier sells.
std::vector<std::string> airports_flown_to(Connection& connection, const std::string& carrier);

/// A number that grows in each transaction that changes the carrier's flights or its airports, from
/// 0 on. One row.
std::int64_t schedule_revision(Connection& connection, const std::string& carrier);

/// Every flight of the carrier with its source, by number, also what is withdrawn: what a load or
/// an import has to fit into.
struct Sourced {
    Flight flight;
    Source source = Source::schedule;
};
std::map<std::string, Sourced> all_flights(Connection& connection, const std::string& carrier);

/// What operators may change of the carrier's flights: the price of a seat, and the seats.
supplier::EditableTable editable_flights(const std::string& carrier);

/// Adds or overwrites flights of one carrier, as catalogue::write_rows does; their seats count on
/// every day, also where some are held or sold, and whatever operators made of them. A price that
/// operators gave stays.
catalogue::Written write_flights(Connection& connection, std::span<const Flight> flights,
                                 Source source, const catalogue::Progress& progress);

}  // namespace viaja::flight
