// Rows of a catalogue are written in pieces, and only where they differ.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/loading.hpp"
#include "common/ports/errors.hpp"
#include "tests/services/inventory_fixture.hpp"

namespace viaja::catalogue {
namespace {

using inventory_test::InventoryDatabase;

/// Another replica that is always a moment earlier: the first `conflicts` commits fail.
class ContestedConnection : public Connection {
  public:
    ContestedConnection(Connection& inner, int conflicts) : inner_(inner), conflicts_(conflicts) {}

    void begin() override { inner_.begin(); }
    void commit() override {
        if (conflicts_-- > 0) throw Conflict("another was first");
        inner_.commit();
    }
    void rollback() noexcept override { inner_.rollback(); }
    Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) override {
        return inner_.lock(table, column, keys);
    }
    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override {
        return inner_.find(table, column, keys);
    }
    void insert(const Table& table, std::span<const Values> rows) override {
        inner_.insert(table, rows);
    }
    void put(const Table& table, std::span<const Values> rows) override { inner_.put(table, rows); }
    Rows query(std::string_view sql, std::span<const Value> parameters) override {
        return inner_.query(sql, parameters);
    }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        return inner_.execute(sql, parameters);
    }
    Instant now() override { return inner_.now(); }

  private:
    Connection& inner_;
    int conflicts_;
};

std::vector<Values> airports(std::size_t count) {
    std::vector<Values> rows;
    for (std::size_t i = 0; i < count; ++i) {
        Airport airport;
        airport.iata = {static_cast<char>('A' + i / 676), static_cast<char>('A' + i / 26 % 26),
                        static_cast<char>('A' + i % 26)};
        airport.zone = "America/Recife";
        rows.push_back(to_row(airport));
    }
    return rows;
}

TEST(CatalogueLoading, ManyRowsAreWrittenInPiecesAndReported) {
    InventoryDatabase database("pieces", catalogue_migrations());
    std::vector<std::pair<std::size_t, std::size_t>> calls;
    const Written written = write_rows(
        database.connection(), airports_table(), airports(1200),
        [&](std::size_t done, std::size_t total) { calls.emplace_back(done, total); }, 10, 1300);
    EXPECT_EQ(written, (Written{1200, 0, 0}));
    EXPECT_EQ(calls, (std::vector<std::pair<std::size_t, std::size_t>>{
                         {510, 1300}, {1010, 1300}, {1210, 1300}}));
    EXPECT_EQ(database.count("airports"), 1200);
}

TEST(CatalogueLoading, OnlyRowsThatDifferAreWritten) {
    InventoryDatabase database("differ", catalogue_migrations());
    std::vector<Values> rows = airports(3);
    write_rows(database.connection(), airports_table(), rows, {}, 0, 3);
    rows[1][1] = "another name";
    rows.push_back(airports(4).back());
    EXPECT_EQ(write_rows(database.connection(), airports_table(), rows, {}, 0, 4),
              (Written{1, 1, 2}));
    EXPECT_EQ(all_airports(database.connection()).at("AAB").name, "another name");
}

TEST(CatalogueLoading, AConflictIsTriedAgainAndThenGivenUp) {
    InventoryDatabase database("contested", catalogue_migrations());
    ContestedConnection briefly(database.connection(), 3);
    EXPECT_EQ(write_rows(briefly, airports_table(), airports(2), {}, 0, 2), (Written{2, 0, 0}));
    ContestedConnection forever(database.connection(), 1000);
    EXPECT_THROW(write_rows(forever, airports_table(), airports(3), {}, 0, 3), Conflict);
    EXPECT_EQ(database.count("airports"), 2);
}

TEST(CatalogueLoading, AFileIsRememberedByItsContent) {
    InventoryDatabase database("remembered", catalogue_migrations());
    EXPECT_NE(fingerprint("a"), fingerprint("b"));
    EXPECT_NE(fingerprint(""), fingerprint(std::string(1, '\0')));
    EXPECT_FALSE(is_loaded(database.connection(), "demo", fingerprint("a")));
    remember_loaded(database.connection(), "demo", fingerprint("a"));
    EXPECT_TRUE(is_loaded(database.connection(), "demo", fingerprint("a")));
    EXPECT_FALSE(is_loaded(database.connection(), "other", fingerprint("a")));
    remember_loaded(database.connection(), "demo", fingerprint("b"));
    EXPECT_FALSE(is_loaded(database.connection(), "demo", fingerprint("a")));
}

}  // namespace
}  // namespace viaja::catalogue
