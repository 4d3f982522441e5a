#include "common/adapters/sqlite/sqlite_handle.hpp"

#include <sqlite3.h>

#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

constexpr std::chrono::seconds kBusyPatience{5};
constexpr int kBusyPauseMilliseconds = 1;
constexpr int kModeTries = 50;
constexpr std::size_t kPreparedMax = 256;
constexpr std::size_t kSqlShownMax = 400;

void bind(sqlite3_stmt* statement, int position, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, position, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        // The caller's values outlive the statement's run, so SQLite need not copy them.
        sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    } else {
        sqlite3_bind_null(statement, position);
    }
}

Value column(sqlite3_stmt* statement, int index) {
    switch (sqlite3_column_type(statement, index)) {
        case SQLITE_NULL:
            return nullptr;
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, index)};
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
            return std::string(text, size);
        }
        default:
            throw Bug("a column holds neither an integer nor text nor null: " +
                      std::string(sqlite3_sql(statement)));
    }
}

/// A statement that is used once and is then ready for its next use. Left open, it would keep its
/// locks.
struct Use {
    sqlite3_stmt* statement;
    ~Use() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

}  // namespace

void SqliteHandle::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

void SqliteHandle::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

SqliteHandle::SqliteHandle(const SqliteLocation& location) {
    // A name that begins with a slash is shared by all connections of the process. "memdb" and not
    // the shared cache: there, a reader that meets a writer fails at once instead of waiting.
    const std::string name = location.in_memory ? "/" + location.name : location.name;
    const char* file_system = location.in_memory ? "memdb" : nullptr;
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        name.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
        file_system);
    database_.reset(opened);
    if (code != SQLITE_OK) {
        throw Unavailable("cannot open the database " + name + ": " +
                          (opened != nullptr ? sqlite3_errmsg(opened) : sqlite3_errstr(code)));
    }
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_handler(opened, &SqliteHandle::wait_for_others, this);
    try {
        execute("PRAGMA foreign_keys = OFF", {});
        // What is in memory ends with the process, so nothing there need be safe on a disk.
        execute(location.in_memory ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL", {});
        take_journal_mode(location.in_memory ? "memory" : "wal");
    } catch (const Conflict& error) {
        throw Unavailable("the database " + name + " is kept busy by others: " + error.what());
    }
}

/// Where several connections open a new file at once, SQLite gives up the change of mode at once,
/// without its usual wait. Waiting once for the writer's place makes up for that.
void SqliteHandle::take_journal_mode(std::string_view mode) {
    for (int tries_left = kModeTries; true; --tries_left) {
        try {
            const Rows taken = query("PRAGMA journal_mode = " + std::string(mode), {});
            check(taken.size() == 1 && taken[0][0] == Value(std::string(mode)),
                  "SQLite does not take the journal mode that it should");
            return;
        } catch (const Conflict&) {
            if (tries_left == 0) throw;
            begin();
            rollback();
        }
    }
}

SqliteHandle::~SqliteHandle() = default;

/// Another process sends no notification when it has finished, so the writer has to poll. SQLite's
/// own busy timeout polls less and less often and so rarely meets the short pause between two
/// transactions of a busy writer.
int SqliteHandle::wait_for_others(void* handle, int tries) {
    auto& self = *static_cast<SqliteHandle*>(handle);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) self.waiting_since_ = now;
    if (now - self.waiting_since_ >= kBusyPatience) return 0;
    sqlite3_sleep(kBusyPauseMilliseconds);
    return 1;
}

void SqliteHandle::begin() {
    run("BEGIN IMMEDIATE", {}, Failing::harmless);
}

void SqliteHandle::commit() {
    run("COMMIT", {}, Failing::uncertain);
}

void SqliteHandle::rollback() noexcept {
    if (!in_transaction()) return;  // SQLite itself rolls back after some errors
    sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    if (in_transaction()) broken_ = true;
}

bool SqliteHandle::in_transaction() const {
    return sqlite3_get_autocommit(database_.get()) == 0;
}

Rows SqliteHandle::query(std::string_view sql, std::span<const Value> parameters) {
    return run(sql, parameters, Failing::harmless);
}

std::int64_t SqliteHandle::execute(std::string_view sql, std::span<const Value> parameters) {
    const auto before = sqlite3_total_changes64(database_.get());
    // Outside of a transaction a statement commits by itself.
    run(sql, parameters, in_transaction() ? Failing::harmless : Failing::uncertain);
    return sqlite3_total_changes64(database_.get()) - before;
}

sqlite3_stmt* SqliteHandle::prepare(std::string_view sql) {
    const auto known = by_text_.find(sql);
    if (known != by_text_.end()) {
        prepared_.splice(prepared_.begin(), prepared_, known->second);
        return prepared_.front().statement.get();
    }
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    std::unique_ptr<sqlite3_stmt, Finalize> owned(statement);
    if (code != SQLITE_OK) fail(code, sql, Failing::harmless);
    const std::string_view unread = sql.substr(static_cast<std::size_t>(rest - sql.data()));
    check(statement != nullptr && unread.find_first_not_of(" \t\r\n;") == std::string_view::npos,
          "SQL text must be exactly one statement");

    if (prepared_.size() >= kPreparedMax) {
        by_text_.erase(prepared_.back().sql);
        prepared_.pop_back();
    }
    prepared_.push_front(Prepared{std::string(sql), std::move(owned)});
    by_text_.emplace(prepared_.front().sql, prepared_.begin());
    return statement;
}

Rows SqliteHandle::run(std::string_view sql, std::span<const Value> parameters, Failing failing) {
    const Use use{prepare(sql)};
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(use.statement)) !=
        parameters.size()) {
        throw Bug("the number of parameters does not fit: " + std::string(sql));
    }
    int position = 0;
    for (const Value& value : parameters)
        bind(use.statement, ++position, value);

    Rows rows;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(use.statement)) == SQLITE_ROW) {
        Values& row = rows.emplace_back();
        const int columns = sqlite3_column_count(use.statement);
        row.reserve(static_cast<std::size_t>(columns));
        for (int index = 0; index < columns; ++index)
            row.push_back(column(use.statement, index));
    }
    if (code != SQLITE_DONE) fail(code, sql, failing);
    return rows;
}

void SqliteHandle::fail(int code, std::string_view sql, Failing failing) {
    const std::string text = std::string("SQLite: ") + sqlite3_errmsg(database_.get()) + " (" +
                             std::to_string(code) +
                             ") in: " + std::string(sql.substr(0, kSqlShownMax));
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:  // lost the race for the write-ahead log's locks many times over
            throw Conflict(text);
        case SQLITE_CONSTRAINT:
            if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE) {
                throw Conflict(text);
            }
            throw Bug(text);
        case SQLITE_IOERR:
        case SQLITE_FULL:
            broken_ = true;
            if (failing == Failing::uncertain) throw Uncertain(text);
            throw Unavailable(text);
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_NOMEM:
            broken_ = true;
            throw Unavailable(text);
        case SQLITE_ERROR:     // the text is wrong
        case SQLITE_MISMATCH:  // a value is of another type than its column
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_TOOBIG:
        case SQLITE_NOTADB:  // another file stands in its place
            throw Bug(text);
        default:
            broken_ = true;
            throw Failed(text);
    }
}

}  // namespace viaja
