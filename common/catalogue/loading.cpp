#include "common/catalogue/loading.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <vector>

#include "common/ports/errors.hpp"
#include "common/text/fnv1a.hpp"
#include "common/text/hexadecimal.hpp"

namespace viaja::catalogue {
namespace {

constexpr std::array<std::string_view, 3> kLoadColumns = {"name", "fingerprint", "loaded_at"};
constexpr Table kLoadsTable{"catalogue_loads", kLoadColumns, 1};

constexpr Migration kMigrations[] = {
    {101, "airports", R"(
CREATE TABLE airports (
    iata VARCHAR(3) NOT NULL PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    city VARCHAR(200) NOT NULL,
    country VARCHAR(2) NOT NULL,
    latitude BIGINT NOT NULL,
    longitude BIGINT NOT NULL,
    zone VARCHAR(64) NOT NULL
))"},
    {102, "catalogue loads", R"(
CREATE TABLE catalogue_loads (
    name VARCHAR(64) NOT NULL PRIMARY KEY,
    fingerprint VARCHAR(160) NOT NULL,
    loaded_at BIGINT NOT NULL
))"},
};

/// Bounds how long the rows of a running supplier stay locked.
constexpr std::size_t kRowsPerTransaction = 500;

Written write_chunk(Connection& connection, const Table& table, std::vector<Values> rows,
                    const AtChange& at_change, const Amend& amend) {
    Values keys;
    for (const Values& row : rows)
        keys.push_back(row.front());

    Transaction transaction(connection);
    std::map<std::string, Values> present;
    for (Values& row : connection.lock(table, table.columns.front(), keys)) {
        std::string key = RowReader(row).text();
        present.emplace(std::move(key), std::move(row));
    }
    if (amend) amend(connection, rows);
    Written written;
    std::vector<Values> added;
    std::vector<Values> changed;
    for (const Values& row : rows) {
        const auto found = present.find(RowReader(row).text());
        if (found == present.end()) {
            added.push_back(row);
        } else if (found->second != row) {
            changed.push_back(row);
        } else {
            ++written.unchanged;
        }
    }
    if (!added.empty()) connection.insert(table, added);
    if (!changed.empty()) connection.put(table, changed);
    if (at_change && written.unchanged < rows.size()) at_change(connection);
    transaction.commit();
    written.added = added.size();
    written.changed = changed.size();
    return written;
}

/// A conflict means that another process writes the same catalogue, mostly another replica at its
/// start: the rows are compared again, and then fewer remain to be written.
Written write_chunk_patiently(Connection& connection, const Table& table,
                              std::span<const Values> rows, const AtChange& at_change,
                              const Amend& amend) {
    constexpr int kAttemptsMax = 5;
    for (int attempt = 1;; ++attempt) {
        try {
            return write_chunk(connection, table, {rows.begin(), rows.end()}, at_change, amend);
        } catch (const Conflict&) {
            if (attempt == kAttemptsMax) throw;
        }
    }
}

}  // namespace

std::span<const Migration> catalogue_migrations() {
    return kMigrations;
}

Written& Written::operator+=(const Written& other) {
    added += other.added;
    changed += other.changed;
    unchanged += other.unchanged;
    return *this;
}

Written write_rows(Connection& connection, const Table& table, std::span<const Values> rows,
                   const Progress& progress, std::size_t before, std::size_t total,
                   const AtChange& at_change, const Amend& amend) {
    Written written;
    for (std::size_t start = 0; start < rows.size(); start += kRowsPerTransaction) {
        const std::size_t count = std::min(kRowsPerTransaction, rows.size() - start);
        written +=
            write_chunk_patiently(connection, table, rows.subspan(start, count), at_change, amend);
        if (progress) progress(before + start + count, total);
    }
    return written;
}

std::string fingerprint(std::string_view content) {
    return hexadecimal(fnv1a(content)) + "-" + std::to_string(content.size());
}

bool is_loaded(Connection& connection, const std::string& name, const std::string& fingerprint) {
    const Value key = name;
    const Rows rows = connection.find(kLoadsTable, "name", std::span(&key, 1));
    return !rows.empty() && rows.front().at(1) == Value(fingerprint);
}

void remember_loaded(Connection& connection, const std::string& name,
                     const std::string& fingerprint) {
    const Values row = {name, fingerprint, to_value(connection.now())};
    Transaction transaction(connection);
    connection.lock(kLoadsTable, "name", std::span(row).first(1));
    connection.put(kLoadsTable, std::span(&row, 1));
    transaction.commit();
}

}  // namespace viaja::catalogue
