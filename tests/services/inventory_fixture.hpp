#pragma once
// A supplier's database in memory for the tests of this folder, with a clock that stands still.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "common/supplier/store.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::inventory_test {

/// The moment at which most of these tests take place: 21 November 2026, 09:00 in São Paulo.
inline Instant noon() {
    return *parse_rfc3339("2026-11-21T12:00:00Z");
}

inline Date day(const char* text) {
    return *parse_date(text);
}

/// One supplier's database with the schema of suppliers and of its own catalogue.
class InventoryDatabase {
  public:
    InventoryDatabase(const std::string& name, std::span<const Migration> catalogue)
        : database_(SqliteDatabase::Memory{name}, clock_), connection_(database_.connect()) {
        const auto shared = supplier::supplier_migrations();
        std::vector<Migration> all(shared.begin(), shared.end());
        all.insert(all.end(), catalogue.begin(), catalogue.end());
        migrate(*connection_, name, all);
    }

    Connection& connection() { return *connection_; }
    Database& database() { return database_; }

    /// Takes `quantity` of a unit, as holds would.
    void take(const std::string& unit, int capacity, int held, int confirmed) {
        Transaction transaction(*connection_);
        const supplier::Unit row{unit, capacity, held, confirmed};
        supplier::save_units(*connection_, std::span(&row, 1), {});
        transaction.commit();
    }

    std::int64_t count(const std::string& table) {
        return RowReader(connection_->query("SELECT COUNT(*) FROM " + table).front()).integer();
    }

  private:
    test::TestClock clock_{noon()};
    SqliteDatabase database_;
    std::unique_ptr<Connection> connection_;
};

/// A folder that is gone when the test ends.
class Folder {
  public:
    Folder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "viaja-catalogue-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path write(const std::string& file, const std::string& content) const {
        std::ofstream(path_ / file, std::ios::binary) << content;
        return path_ / file;
    }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace viaja::inventory_test
