#include "common/adapters/sqlite/sqlite_connection.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "common/adapters/sqlite/set_statements.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {
constexpr std::chrono::milliseconds kTurnPatience{5'000};
}

/// Around each call: an exception that leaves it ends the transaction, a file that failed is opened
/// anew before the next transaction, and without a transaction the writer's turn ends with the
/// call.
class SqliteConnection::Operation {
  public:
    explicit Operation(SqliteConnection& connection) : connection_(connection) {
        check(connection.state_ != State::failed,
              "the transaction is over since its error: roll back first");
        if (connection.state_ == State::idle && connection.handle_->broken()) {
            connection.handle_ = std::make_unique<SqliteHandle>(connection.location_);
        }
    }
    ~Operation() {
        if (connection_.state_ == State::idle) {
            if (!succeeded_) connection_.handle_->rollback();
            connection_.leave_turn();
        } else if (!succeeded_) {
            connection_.state_ = State::failed;
        }
    }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    void succeeded() { succeeded_ = true; }

  private:
    SqliteConnection& connection_;
    bool succeeded_ = false;
};

SqliteConnection::SqliteConnection(SqliteLocation location, const Clock& clock,
                                   std::shared_ptr<WritersInTurn> writers)
    : location_(std::move(location)),
      clock_(clock),
      writers_(std::move(writers)),
      handle_(std::make_unique<SqliteHandle>(location_)) {}

SqliteConnection::~SqliteConnection() {
    SqliteConnection::rollback();
}

void SqliteConnection::begin() {
    Operation operation(*this);
    check(state_ == State::idle, "begin inside of a transaction");
    take_turn();
    handle_->begin();
    state_ = State::in_transaction;
    operation.succeeded();
}

void SqliteConnection::commit() {
    Operation operation(*this);
    check(state_ == State::in_transaction, "commit outside of a transaction");
    handle_->commit();
    state_ = State::idle;
    operation.succeeded();
}

void SqliteConnection::rollback() noexcept {
    handle_->rollback();
    state_ = State::idle;
    leave_turn();
}

Rows SqliteConnection::lock(const Table& table, std::string_view column,
                            std::span<const Value> keys) {
    check(state_ != State::idle, "rows can be locked only inside of a transaction");
    // `begin` has locked out every other writer, so there is nothing left to lock.
    return select(table, column, keys);
}

Rows SqliteConnection::find(const Table& table, std::string_view column,
                            std::span<const Value> keys) {
    return select(table, column, keys);
}

void SqliteConnection::insert(const Table& table, std::span<const Values> rows) {
    write(table, rows, sqlite::insert_text);
}

void SqliteConnection::put(const Table& table, std::span<const Values> rows) {
    write(table, rows, sqlite::put_text);
}

Rows SqliteConnection::query(std::string_view sql, std::span<const Value> parameters) {
    Operation operation(*this);
    Rows rows = handle_->query(sql, parameters);
    operation.succeeded();
    return rows;
}

std::int64_t SqliteConnection::execute(std::string_view sql, std::span<const Value> parameters) {
    Operation operation(*this);
    if (state_ == State::idle) take_turn();
    const std::int64_t changed = handle_->execute(sql, parameters);
    operation.succeeded();
    return changed;
}

Instant SqliteConnection::now() {
    return clock_.now();
}

void SqliteConnection::take_turn() {
    has_turn_ = writers_->enter(kTurnPatience);
    if (!has_turn_) throw Conflict("other transactions of this process went on for too long");
}

void SqliteConnection::leave_turn() {
    if (has_turn_) writers_->leave();
    has_turn_ = false;
}

Rows SqliteConnection::select(const Table& table, std::string_view column,
                              std::span<const Value> keys) {
    Operation operation(*this);
    check(std::ranges::find(table.columns, column) != table.columns.end(),
          "rows are looked for by a column that the table does not have");
    const std::vector<Value> wanted = sqlite::distinct(keys);
    Rows rows;
    std::span<const Value> left = wanted;
    while (!left.empty()) {
        const auto chunk = left.first(std::min(left.size(), sqlite::kKeysMax));
        left = left.subspan(chunk.size());
        Values padded(chunk.begin(), chunk.end());
        padded.resize(std::bit_ceil(padded.size()), padded.back());
        Rows part = handle_->query(sqlite::select_text(table, column, padded.size()), padded);
        std::ranges::move(part, std::back_inserter(rows));
    }
    if (wanted.size() > sqlite::kKeysMax) sqlite::sort_by_key(table, rows);
    operation.succeeded();
    return rows;
}

void SqliteConnection::write(const Table& table, std::span<const Values> rows,
                             const TextOf& text_of) {
    Operation operation(*this);
    const bool own_transaction = state_ == State::idle && !rows.empty();
    if (own_transaction) {
        take_turn();
        handle_->begin();
    }
    while (!rows.empty()) {
        const auto chunk = rows.first(std::bit_floor(std::min(rows.size(), sqlite::kRowsMax)));
        rows = rows.subspan(chunk.size());
        Values parameters;
        parameters.reserve(chunk.size() * table.columns.size());
        for (const Values& row : chunk) {
            check(row.size() == table.columns.size(), "a row does not have the table's columns");
            parameters.insert(parameters.end(), row.begin(), row.end());
        }
        handle_->execute(text_of(table, chunk.size()), parameters);
    }
    if (own_transaction) handle_->commit();
    operation.succeeded();
}

}  // namespace viaja
