#pragma once
// The database of one service. One SQL dialect for every engine; the adapters hide the differences
// (upsert, locking reads, the clock, the shape of set-based statements).
//
// Types in rows: integers are 64 bits; text is UTF-8; instants are integers (microseconds, UTC).
// Errors: Unavailable, Conflict, Uncertain, Failed (errors.hpp). An error in a statement or in its
// values is a Bug: it would occur again.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/contract/time.hpp"
#include "common/text/enum_words.hpp"

namespace viaja {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Values = std::vector<Value>;

/// A table as the set-based calls see it. The first `key_columns` columns are the primary key.
struct Table {
    std::string_view name;
    std::span<const std::string_view> columns;
    std::size_t key_columns = 1;
};

/// Rows to be read with others in one call (Connection::load).
struct WantedRows {
    const Table* table = nullptr;
    std::string_view column;
    std::vector<Value> keys;
    bool locked = false;  ///< as `lock` reads, otherwise as `find` does
};

/// Reads one row's values in the order of its columns. A wrong type or a null where none is
/// expected is a Bug.
class RowReader {
  public:
    explicit RowReader(std::span<const Value> values) : values_(values) {}

    std::int64_t integer();
    std::string text();
    bool boolean() { return integer() != 0; }
    Instant instant() { return from_micros(integer()); }
    std::optional<std::int64_t> optional_integer();
    std::optional<std::string> optional_text();
    std::optional<Instant> optional_instant();
    /// The enumerator of the word in the row; a word that this program does not know is a Bug.
    template <HasWords Enum>
    Enum word() {
        const auto text = this->text();
        const auto value = named<Enum>(text);
        if (!value) refuse_word(text);
        return *value;
    }

  private:
    [[noreturn]] static void refuse_word(const std::string& word);

    const Value& next();

    std::span<const Value> values_;
    std::size_t position_ = 0;
};

using Rows = std::vector<Values>;

inline Value to_value(Instant at) {
    return to_micros(at);
}
inline Value to_value(const std::optional<Instant>& at) {
    return at ? Value(to_micros(*at)) : Value(nullptr);
}
inline Value to_value(const std::optional<std::string>& text) {
    return text ? Value(*text) : Value(nullptr);
}
template <HasWords Enum>
Value to_value(Enum value) {
    return std::string(name_of(value));
}
inline Value to_value(bool flag) {
    return std::int64_t{flag ? 1 : 0};
}

/// One connection: used by one thread at a time. Reconnects by itself at the next `begin` after a
/// loss; prepared statements and locks are lost then.
///
/// Everything between `begin` and `commit` is one transaction, READ COMMITTED. `commit` returns
/// only when the transaction is durable. After any exception the transaction is over: call
/// `rollback` (which never throws) and start again; any other call is a Bug. A `begin` that threw
/// has begun nothing. A call outside of a transaction is one of its own. Outside of a transaction
/// `find`, `query` and `now` reconnect once after a lost connection, before they throw Unavailable.
class Connection {
  public:
    virtual ~Connection() = default;

    virtual void begin() = 0;
    /// Uncertain: it may have been committed. Unavailable, Conflict: it was not.
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    /// All columns of the rows whose `column` is one of `keys`, in the order of the primary key,
    /// locked against every other writer until the transaction ends. Rows that do not exist cannot
    /// be locked: insert them first, or take the Conflict of the insert and load again. `keys` may
    /// be empty (no rows) and may repeat; null is equal to no row's column. Only inside of a
    /// transaction.
    virtual Rows lock(const Table& table, std::string_view column, std::span<const Value> keys) = 0;
    /// From now on `lock` throws Locked at once where another transaction has one of the rows, on
    /// engines that lock rows. Others wait as long as they always do.
    virtual void never_wait_for_rows() {}
    /// The same as `lock` without locks: the last committed state, and what this transaction wrote.
    virtual Rows find(const Table& table, std::string_view column, std::span<const Value> keys) = 0;

    /// The rows of each of `wanted`, read in this order by `lock` or `find`. Few keys take one
    /// round trip to the server. Only inside of a transaction.
    virtual std::vector<Rows> load(std::span<const WantedRows> wanted);
    /// The database's clock at a moment between the transaction's last lock and this call. It comes
    /// with the locked rows where that saves a round trip.
    virtual Instant time_after_locks() { return now(); }

    /// New rows, all columns in the table's order. Conflict where a key exists already.
    virtual void insert(const Table& table, std::span<const Values> rows) = 0;
    /// Writes whole rows that this transaction has locked (or inserted); a row that is not there
    /// is inserted.
    virtual void put(const Table& table, std::span<const Values> rows) = 0;
    /// From now on `insert` and `put` inside of a transaction may be held back until its next call,
    /// or until its commit. That call then throws what they would have thrown. Each round trip to a
    /// server costs more than a row does.
    virtual void hold_writes_back() {}

    /// Plain statements of the common dialect, one a call, `?` for parameters. Counts and sums of
    /// integers are integers. `execute` returns the number of rows inserted, deleted, or matched by
    /// an update (also where it wrote what was there before); it also runs DDL, which ends the
    /// transaction on some engines.
    virtual Rows query(std::string_view sql, std::span<const Value> parameters = {}) = 0;
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {}) = 0;

    /// Runs `change`, which may run DDL on this connection, while no other connection to the
    /// database, of any process, is inside of this call. Outside of a transaction only, and
    /// `change` neither begins nor commits: where DDL is part of transactions, the whole is one,
    /// and leaves nothing behind when it throws; elsewhere (MySQL) each statement commits by
    /// itself and stays. May wait for minutes. Throws Unavailable, Conflict when another connection
    /// is inside for too long, Uncertain, and what `change` throws.
    ///
    /// This implementation is for engines of the first kind with an exclusive `begin`.
    virtual void change_schema(const std::function<void()>& change);

    /// The database's clock at this moment (not at the start of the statement's lock wait or of
    /// the transaction). The only clock that decides what has expired.
    virtual Instant now() = 0;
};

/// Gives connections. `connect` may be called from any thread; it throws Unavailable within five
/// seconds where the server does not answer.
class Database {
  public:
    virtual ~Database() = default;
    virtual std::unique_ptr<Connection> connect() = 0;
};

/// Rolls back unless committed.
class Transaction {
  public:
    explicit Transaction(Connection& connection) : connection_(connection) { connection_.begin(); }
    ~Transaction() {
        if (!committed_) connection_.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() {
        connection_.commit();
        committed_ = true;
    }

  private:
    Connection& connection_;
    bool committed_ = false;
};

}  // namespace viaja
