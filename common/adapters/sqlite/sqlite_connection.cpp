#include "common/adapters/sqlite/sqlite_connection.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/adapters/sqlite/set_statements.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "common/sql_text/set_statements.hpp"

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
    write(table, rows, sql_text::insert_text);
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
    const auto batches = sql_text::key_batches(table, column, keys, sqlite::kKeysMax);
    Rows rows;
    for (const Values& batch : batches) {
        Rows part = handle_->query(sql_text::select_text(table, column, batch.size()), batch);
        std::ranges::move(part, std::back_inserter(rows));
    }
    if (batches.size() > 1) sql_text::sort_by_key(table, rows);
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
        const auto chunk = sql_text::take_rows(rows, sqlite::kRowsMax);
        handle_->execute(text_of(table, chunk.size()), sql_text::parameters_of(table, chunk));
    }
    if (own_transaction) handle_->commit();
    operation.succeeded();
}

}  // namespace viaja
