#pragma once
// One open SQLite connection and its prepared statements.
// Internal to the adapter. One thread at a time.

#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/ports/database.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace viaja {

/// Errors as the port wants them (common/ports/errors.hpp).
class SqliteHandle {
  public:
    /// Opens, or makes, the database. Throws Unavailable where that cannot be done.
    explicit SqliteHandle(const SqliteLocation& location);
    ~SqliteHandle();
    SqliteHandle(const SqliteHandle&) = delete;
    SqliteHandle& operator=(const SqliteHandle&) = delete;

    /// Takes the place of the one writer.
    void begin();
    void commit();
    void rollback() noexcept;
    bool in_transaction() const;

    Rows query(std::string_view sql, std::span<const Value> parameters);
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters);

    /// The file under it failed: to go on takes a new handle.
    bool broken() const { return broken_; }
    std::size_t prepared_statements() const { return prepared_.size(); }

  private:
    static int wait_for_others(void* handle, int tries);
    /// What an I/O error means: nothing happened, or something may have.
    enum class Failing { harmless, uncertain };

    struct Close {
        void operator()(sqlite3* database) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Prepared {
        std::string sql;
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
    };

    void take_journal_mode(std::string_view mode);
    sqlite3_stmt* prepare(std::string_view sql);
    Rows run(std::string_view sql, std::span<const Value> parameters, Failing failing);
    [[noreturn]] void fail(int code, std::string_view sql, Failing failing);

    std::unique_ptr<sqlite3, Close> database_;
    std::list<Prepared> prepared_;  ///< the one used last comes first
    std::map<std::string_view, std::list<Prepared>::iterator> by_text_;
    std::chrono::steady_clock::time_point waiting_since_;
    bool broken_ = false;
};

}  // namespace viaja
