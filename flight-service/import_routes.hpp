#pragma once
// `viaja import routes FILE --carrier XX`, `flight-service --carrier XX --import-routes FILE`:
// turns a carrier's rows of a route network into daily flights. The file has the columns carrier,
// from, to, distance_km, equipment and scope, in any order, named in its first line.
//
// Each pair of airports becomes one flight, daily, with 180 seats (74 if an AT7 flies it), and
// departure, time in the air and fare by the formulas of core/routes.hpp. The row's own distance
// counts where it has one, otherwise the great circle between the airports.
//
// Numbers: a pair that was imported before keeps its number, its departure and its fare; only its
// aircraft and distance, and what follows from them, are those of the file. The others get, in
// alphabetical order of (from, to), the lowest free number from <carrier>2001 to <carrier>99999. So
// importing a file twice changes nothing, whatever the order of its rows and whichever formulas
// made the flights, and a larger file only adds. Flights that were imported once stay, also if a
// later file lacks their pair: seats on them may be held.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "common/catalogue/loading.hpp"
#include "common/ports/database.hpp"

namespace viaja::flight {

/// A row that was skipped though it may have been meant.
struct SkippedRow {
    std::size_t line = 0;
    std::string why;  ///< "column from: \"gru\" is not three capital letters"
    bool operator==(const SkippedRow&) const = default;
};

/// Every row of the file counts in exactly one of the numbers.
struct ImportResult {
    std::size_t rows = 0;              ///< of the file
    catalogue::Written flights;        ///< one for each pair that was imported
    std::size_t other_carriers = 0;    ///< skipped
    std::size_t misspelt = 0;          ///< skipped: a code in small letters or with spaces
    std::size_t unknown_airports = 0;  ///< skipped: an airport is not in the carrier's catalogue
    std::size_t repeated = 0;          ///< skipped: the pair stands in the file before
    std::size_t same_airport = 0;      ///< skipped: from and to are the same
    std::size_t without_number = 0;    ///< skipped: all numbers are in use
    std::vector<SkippedRow> skipped;   ///< the first of them but for other carriers', at most five

    bool nothing() const { return flights == catalogue::Written{}; }
};

/// For the person that imports: a line of what was done, one of what was skipped, and the rows that
/// may have been meant.
std::string text_of(const ImportResult& result);

/// A supplier at work may use the database meanwhile, but no second import of the same carrier: it
/// would give out the same numbers. Progress counts flights written. Throws
/// csv::Error, before anything is written, for a damaged file and for a catalogue without airports
/// (load_demo brings them); otherwise what the connection throws, and then the import can simply
/// be repeated.
ImportResult import_routes(Connection& connection, const std::filesystem::path& file,
                           const std::string& carrier, const catalogue::Progress& progress = {});

}  // namespace viaja::flight
