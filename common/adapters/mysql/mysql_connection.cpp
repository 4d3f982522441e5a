#include "common/adapters/mysql/mysql_connection.hpp"

#include <iterator>
#include <utility>

#include "common/adapters/mysql/set_statements.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "common/sql_text/set_statements.hpp"

namespace viaja {

namespace {

using std::chrono::seconds;

constexpr seconds kLock{2};

/// A loss that is noticed within this time is a connection that the server has closed: there is
/// time for another try. One that took longer is a server that is frozen.
constexpr seconds kPromptLoss{1};

/// A change of the schema may take long without a response, and waits until all transactions on a
/// table are over.
constexpr MysqlSession::Patience kSchemaPatience{
    .answer = seconds(600), .lock = seconds(60), .silence = seconds(60)};
/// For as long in all it waits for another process that changes the schema.
constexpr seconds kSchemaTurn{600};

std::size_t rows_of(const auto& held_back) {
    std::size_t rows = 0;
    for (const auto& write : held_back)
        rows += write.rows;
    return rows;
}

}  // namespace

/// Around each call: connects if there is no connection, and an exception that leaves it ends the
/// transaction.
class MysqlConnection::Operation {
  public:
    explicit Operation(MysqlConnection& connection) : connection_(connection) {
        check(connection.state_ != State::failed,
              "the transaction is over since its error: roll back first");
        if (connection.state_ == State::idle) connection.connect_if_needed();
    }
    ~Operation() {
        if (succeeded_) return;
        if (connection_.state_ == State::idle) {
            connection_.session_->rollback();
        } else {
            connection_.state_ = State::failed;
        }
    }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    /// To be called last. Outside of a transaction the call was one of its own.
    void succeeded() {
        if (connection_.state_ == State::idle) connection_.session_->commit();
        succeeded_ = true;
    }

  private:
    MysqlConnection& connection_;
    bool succeeded_ = false;
};

/// A connection of its own for a change of the schema; its end is the end of the server's lock.
class MysqlConnection::SchemaChange {
  public:
    explicit SchemaChange(MysqlConnection& connection) : connection_(connection) {
        connection.connect(kSchemaPatience);
        connection.changes_schema_ = true;
    }
    ~SchemaChange() {
        connection_.changes_schema_ = false;
        connection_.end_session();
    }
    SchemaChange(const SchemaChange&) = delete;
    SchemaChange& operator=(const SchemaChange&) = delete;

    /// MySQL commits at each DDL statement, so a transaction would exclude no other connection.
    void wait_for_turn() {
        const Values parameters{"viaja schema " + connection_.settings_.database,
                                std::int64_t{kLock.count()}};
        for (seconds waited{0}; waited < kSchemaTurn; waited += kLock) {
            const Rows rows = connection_.session_->query("SELECT GET_LOCK(?, ?)", parameters);
            if (RowReader(rows.at(0)).optional_integer() == 1) return;
        }
        throw Conflict("another process went on changing the schema of " +
                       connection_.settings_.database + " for ten minutes");
    }

  private:
    MysqlConnection& connection_;
};

MysqlConnection::MysqlConnection(MysqlSettings settings,
                                 std::shared_ptr<DecidingConnections> deciding)
    : settings_(std::move(settings)), deciding_(std::move(deciding)) {
    connect_if_needed();
}

MysqlConnection::~MysqlConnection() {
    end_session();
}

void MysqlConnection::never_wait_for_rows() {
    waits_for_rows_ = false;
    if (session_) deciding_->add(session_->number());
}

void MysqlConnection::begin() {
    Operation operation(*this);
    check(state_ == State::idle, "begin inside of a transaction");
    check(!changes_schema_, "begin inside of a change of the schema");
    keep_transactions();
    operation.succeeded();
    state_ = State::in_transaction;
    held_back_.clear();
    time_after_locks_.reset();
}

/// A connection that never waits for rows is a pipeline's or a pruning's; its transactions have no
/// pauses.
void MysqlConnection::keep_transactions() {
    session_->keep_transactions(waits_for_rows_ ? MysqlSession::Pauses::unlimited
                                                : MysqlSession::Pauses::short_);
}

void MysqlConnection::commit() {
    Operation operation(*this);
    check(state_ == State::in_transaction, "commit outside of a transaction");
    std::vector<mysql::FilledStatement> writes;
    if (rows_of(held_back_) <= mysql::kRowsTogether) {
        for (const auto& write : std::exchange(held_back_, {}))
            writes.push_back(
                mysql::with_literals(write.text_of(write.table, write.rows), write.values));
    }
    if (writes.empty()) {
        send_held_back();
        session_->commit();
    } else {
        session_->commit_with(writes);
    }
    operation.succeeded();
    state_ = State::idle;
}

void MysqlConnection::rollback() noexcept {
    held_back_.clear();
    if (session_) session_->rollback();
    state_ = State::idle;
}

template <class Read>
auto MysqlConnection::reading(Read read) {
    const auto begun = std::chrono::steady_clock::now();
    const bool alone = state_ == State::idle && !changes_schema_ && session_ && !session_->lost();
    try {
        return read();
    } catch (const Unavailable&) {
        if (!alone || !may_read_again(begun)) throw;
    } catch (const Uncertain&) {
        if (!alone || !may_read_again(begun)) throw;
    }
    return read();
}

/// That the server has ended a connection is noticed only at the next statement. There is no
/// session where a new connection has failed.
bool MysqlConnection::may_read_again(std::chrono::steady_clock::time_point begun) const {
    return session_ && session_->lost() && std::chrono::steady_clock::now() - begun < kPromptLoss;
}

Rows MysqlConnection::lock(const Table& table, std::string_view column,
                           std::span<const Value> keys) {
    const WantedRows wanted{&table, column, {keys.begin(), keys.end()}, true};
    return std::move(load(std::span(&wanted, 1)).front());
}

std::vector<Rows> MysqlConnection::load(std::span<const WantedRows> wanted) {
    check(state_ != State::idle, "rows can be locked only inside of a transaction");
    Operation operation(*this);
    // Before the rows that are locked: a Conflict of what was held back is no Locked row.
    send_held_back();
    std::vector<Rows> found;
    try {
        found = load_now(wanted);
    } catch (const Conflict& error) {
        if (waits_for_rows_) throw;
        throw Locked(error.what());
    }
    operation.succeeded();
    return found;
}

std::vector<Rows> MysqlConnection::load_now(std::span<const WantedRows> wanted) {
    std::size_t count = 0;
    for (const auto& one : wanted)
        count += one.keys.size();
    if (count <= mysql::kKeysTogether) return load_together(wanted);
    std::vector<Rows> found;
    for (const auto& [table, column, keys, locked] : wanted) {
        if (locked) time_after_locks_.reset();
        found.push_back(
            select(*table, column, keys, locked ? lock_text_of() : sql_text::select_text));
    }
    return found;
}

MysqlConnection::SelectTextOf MysqlConnection::lock_text_of() const {
    return waits_for_rows_ ? mysql::lock_text : mysql::lock_at_once_text;
}

/// As text in one round trip, and behind the last lock the clock.
std::vector<Rows> MysqlConnection::load_together(std::span<const WantedRows> wanted) {
    std::vector<mysql::FilledStatement> statements;
    std::vector<std::size_t> of_wanted;
    bool locks = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto& [table, column, keys, locked] = wanted[i];
        for (const Values& batch : sql_text::key_batches(*table, column, keys, mysql::kKeysMax)) {
            const auto text_of = locked ? lock_text_of() : sql_text::select_text;
            statements.push_back(
                mysql::with_literals(text_of(*table, column, batch.size()), batch));
            of_wanted.push_back(i);
            locks = locks || locked;
        }
    }
    std::vector<Rows> found(wanted.size());
    if (!statements.empty()) {
        if (locks) statements.push_back(mysql::with_literals(std::string(mysql::kClockText), {}));
        auto results = session_->run_together(statements);
        if (locks) time_after_locks_ = RowReader(results.back().at(0)).instant();
        for (std::size_t i = 0; i < of_wanted.size(); ++i)
            found[of_wanted[i]] = std::move(results[i]);
    }
    return found;
}

Instant MysqlConnection::time_after_locks() {
    return time_after_locks_ ? *time_after_locks_ : now();
}

Rows MysqlConnection::find(const Table& table, std::string_view column,
                           std::span<const Value> keys) {
    return select(table, column, keys, sql_text::select_text);
}

void MysqlConnection::insert(const Table& table, std::span<const Values> rows) {
    write(table, rows, sql_text::insert_text);
}

void MysqlConnection::put(const Table& table, std::span<const Values> rows) {
    write(table, rows, mysql::put_text);
}

Rows MysqlConnection::query(std::string_view sql, std::span<const Value> parameters) {
    return reading([&] {
        Operation operation(*this);
        send_held_back();
        Rows rows = session_->query(sql, parameters);
        operation.succeeded();
        return rows;
    });
}

std::int64_t MysqlConnection::execute(std::string_view sql, std::span<const Value> parameters) {
    Operation operation(*this);
    send_held_back();
    const bool commits_by_itself = !session_->keeps_transactions() || changes_schema_;
    const auto when_lost = commits_by_itself ? MysqlSession::WhenLost::unknown
                                             : MysqlSession::WhenLost::nothing_happened;
    const std::int64_t changed = session_->execute(sql, parameters, when_lost);
    operation.succeeded();
    return changed;
}

Instant MysqlConnection::now() {
    return reading([&] {
        Operation operation(*this);
        const Instant now = session_->now();
        operation.succeeded();
        return now;
    });
}

void MysqlConnection::change_schema(const std::function<void()>& change) {
    check(state_ == State::idle && !changes_schema_,
          "the schema is changed only outside of a transaction");
    SchemaChange section(*this);
    section.wait_for_turn();
    change();
}

/// The server may have ended a connection that was silent for long; to find that out costs a
/// failure, to connect anew a few milliseconds.
void MysqlConnection::connect_if_needed() {
    const bool usable = session_ && !session_->lost();
    if (changes_schema_) {
        if (usable) return;
        throw Unavailable("the connection was lost while the schema was changed");
    }
    const auto silent_max = settings_.silence / 2;
    if (usable && std::chrono::steady_clock::now() - session_->used_at() < silent_max) return;
    connect({.answer = settings_.answer, .lock = kLock, .silence = settings_.silence});
}

void MysqlConnection::connect(const MysqlSession::Patience& patience) {
    end_session();
    session_ = std::make_unique<MysqlSession>(settings_, patience);
    if (!waits_for_rows_) deciding_->add(session_->number());
}

void MysqlConnection::end_session() {
    if (!session_) return;
    deciding_->remove(session_->number());
    session_.reset();
}

Rows MysqlConnection::select(const Table& table, std::string_view column,
                             std::span<const Value> keys, SelectTextOf text_of) {
    return reading([&] {
        Operation operation(*this);
        send_held_back();
        const auto batches = sql_text::key_batches(table, column, keys, mysql::kKeysMax);
        Rows rows;
        for (const Values& batch : batches) {
            Rows part = session_->query(text_of(table, column, batch.size()), batch);
            std::ranges::move(part, std::back_inserter(rows));
        }
        if (batches.size() > 1) sql_text::sort_by_key(table, rows);
        operation.succeeded();
        return rows;
    });
}

void MysqlConnection::write(const Table& table, std::span<const Values> rows, TextOf text_of) {
    Operation operation(*this);
    if (!rows.empty()) {
        if (state_ == State::idle) keep_transactions();
        HeldBack write{table, text_of, rows.size(), sql_text::parameters_of(table, rows)};
        if (holds_writes_back_ && state_ == State::in_transaction) {
            held_back_.push_back(std::move(write));
        } else {
            send(write);
        }
    }
    operation.succeeded();
}

void MysqlConnection::send_held_back() {
    for (const auto& write : std::exchange(held_back_, {}))
        send(write);
}

/// By prepared statements, which are the cheaper way for many rows.
void MysqlConnection::send(const HeldBack& write) {
    const auto columns = write.table.columns.size();
    std::span<const Value> left = write.values;
    while (!left.empty()) {
        const auto rows = sql_text::rows_at_once(left.size() / columns, mysql::kRowsMax);
        session_->execute(write.text_of(write.table, rows), left.first(rows * columns),
                          MysqlSession::WhenLost::nothing_happened);
        left = left.subspan(rows * columns);
    }
}

}  // namespace viaja
