#pragma once
// One load of a catalogue's files into a supplier's database: nothing where the same files were
// loaded before, and otherwise everything read before anything is written.
//
//   Load load(connection, folder, "demo", {"hotels.csv"}, progress);
//   if (load.is_done()) return;
//   const auto hotels = read_hotels(load.reader("hotels.csv", {"hotel_id", …}), load.airports());
//   load.write({{kHotels, rows_of(hotels)}});
//   …                                            // what else the catalogue has to write
//   load.finish();
//
// One thread, which owns the connection. Throws what the connection throws, and csv::Error for a
// file that cannot be used.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/loading.hpp"
#include "common/csv/csv.hpp"

namespace viaja::catalogue {

class Load {
  public:
    /// Reads airports.csv and `files` in `folder`. `name` tells the loads of one database apart;
    /// what changes the outcome beside the files stands in `circumstances`.
    Load(Connection& connection, const std::filesystem::path& folder, std::string name,
         std::vector<std::string> files, Progress progress, const std::string& circumstances = {});

    /// True if the same files were loaded before; the airports' time zones have been read then.
    bool is_done() const { return done_; }

    /// By UTC, and by the database's clock. The day before is today somewhere: what is held or sold
    /// for it may still lie ahead.
    Date today() const { return today_; }
    Date yesterday() const { return plus_days(today_, -1); }
    /// Those of airports.csv, by code.
    const std::map<std::string, Airport>& airports() const { return airports_; }
    csv::Reader reader(const std::string& file, std::vector<std::string> columns,
                       std::vector<std::string> optional_columns = {}) const;
    /// The airport in that column. Throws csv::Error where it is not in airports.csv.
    const Airport& airport(const csv::Reader& reader, const char* column) const;

    struct TableRows {
        const Table& table;
        std::vector<Values> rows;
        Amend amend = {};
    };
    /// Writes the airports, then the rows, table by table: what became of each, in that order.
    std::vector<Written> write(const std::vector<TableRows>& tables,
                               const AtChange& at_change = {});

    /// Everything is written: the next load of the same does nothing.
    void finish();

  private:
    struct File {
        std::string path;
        std::string content;
    };

    Connection& connection_;
    const std::string name_;
    const Progress progress_;
    const Date today_;
    std::map<std::string, File> files_;  ///< by name, without airports.csv
    std::string fingerprint_;
    bool done_ = false;
    std::map<std::string, Airport> airports_;
};

/// Those that every catalogue has, and behind them those of one.
std::vector<Migration> with_catalogue_migrations(std::span<const Migration> own);

}  // namespace viaja::catalogue
