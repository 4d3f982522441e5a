#pragma once
// Writing a catalogue into a supplier's database, while the supplier may be at work: rows are
// compared with what is there, so that loading the same file again writes nothing. Holds are kept
// in other tables and are never touched. One thread a connection.

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "common/migrations/migrations.hpp"
#include "common/ports/database.hpp"

namespace viaja::catalogue {

/// Called now and then with the number of rows done and the total; the last call has both equal.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

/// Tables that every catalogue has: airports, and the files that were loaded. Numbers 101 and on.
std::span<const Migration> catalogue_migrations();

/// What became of the rows of a file.
struct Written {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t unchanged = 0;

    Written& operator+=(const Written& other);
    bool operator==(const Written&) const = default;
};

/// Called in each transaction behind the locks of the rows that are there already, with those that
/// are to be written: it may set their values.
using Amend = std::function<void(Connection&, std::span<Values> rows)>;
/// Called at the end of each transaction that added or changed rows, within it.
using AtChange = std::function<void(Connection&)>;

/// Writes `rows`, whose first value is their key, a text that comes once, in transactions of at
/// most 500 rows. `progress` (may be empty) counts from `before` + 1 up to `total`. Throws what
/// the connection throws; the transactions before stay, and writing again completes the work.
Written write_rows(Connection& connection, const Table& table, std::span<const Values> rows,
                   const Progress& progress, std::size_t before, std::size_t total,
                   const AtChange& at_change = {}, const Amend& amend = {});

/// Tells two contents apart: a hash and the length. Not a secure one; it only saves work.
std::string fingerprint(std::string_view content);

/// Whether `name` was loaded completely, and from content with this fingerprint.
bool is_loaded(Connection& connection, const std::string& name, const std::string& fingerprint);
/// Call it when everything has been written.
void remember_loaded(Connection& connection, const std::string& name,
                     const std::string& fingerprint);

}  // namespace viaja::catalogue
