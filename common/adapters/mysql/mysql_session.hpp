#pragma once
// One open connection to the server, with its prepared statements. Gone for ever once it is lost.
// Internal to the adapter. One thread at a time.

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/mysql/set_statements.hpp"
#include "common/ports/database.hpp"

namespace sql {
class Connection;
class PreparedStatement;
class SQLException;
}  // namespace sql

namespace viaja {

/// Throws the errors of the port (common/ports/errors.hpp).
class MysqlSession {
  public:
    /// The longest waits.
    struct Patience {
        std::chrono::seconds answer;   ///< of this process, for the response to a statement
        std::chrono::seconds lock;     ///< of the server, for locks of other transactions
        std::chrono::seconds silence;  ///< of the server, for the next statement
    };
    /// The outcome of a statement after its response was lost.
    enum class WhenLost {
        nothing_happened,  ///< it changes nothing, or goes with its transaction
        unknown,           ///< it may be committed
    };

    /// Throws Unavailable.
    MysqlSession(const MysqlSettings& settings, const Patience& patience);
    ~MysqlSession();
    MysqlSession(const MysqlSession&) = delete;
    MysqlSession& operator=(const MysqlSession&) = delete;

    /// How long the server leaves a transaction without a statement, and its locks.
    enum class Pauses {
        unlimited,  ///< as long as the connection lives
        short_,     ///< a second, on MariaDB: its process was frozen
    };
    /// The first call takes a round trip to the server; from then on every statement belongs to a
    /// transaction, which ends with `commit` or `rollback`.
    void keep_transactions(Pauses pauses);
    bool keeps_transactions() const { return keeps_transactions_; }

    /// Nothing to do where no statement was run since the last. Conflict: not committed; anything
    /// else that goes wrong is Uncertain, and the end of the session.
    void commit();
    /// Runs the statements and commits, in one round trip. An error of one of them is thrown as by
    /// `execute`; a connection that is lost meanwhile is Uncertain.
    void commit_with(std::span<const mysql::FilledStatement> statements);
    void rollback() noexcept;

    /// Prepared, and kept so for the next time.
    Rows query(std::string_view sql, std::span<const Value> parameters);
    /// In one round trip: the rows of each.
    std::vector<Rows> run_together(std::span<const mysql::FilledStatement> statements);
    /// The number of rows. Without parameters it is sent as it is, since not all of DDL can be
    /// prepared.
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters,
                         WhenLost when_lost);
    Instant now();

    /// The server's number of this connection.
    std::int64_t number() const { return number_; }
    bool lost() const { return lost_; }
    std::chrono::steady_clock::time_point used_at() const { return used_at_; }
    std::size_t prepared_statements() const { return prepared_.size(); }

  private:
    struct Prepared {
        std::string sql;
        std::unique_ptr<sql::PreparedStatement> statement;
    };

    void set_up(const MysqlSettings& settings, const Patience& patience);
    void learn_of_server(const MysqlSettings& settings);
    void run_joined(std::span<const mysql::FilledStatement> statements, WhenLost when_lost,
                    std::vector<Rows>& results);
    std::int64_t run_plain(std::string_view sql, WhenLost when_lost = WhenLost::nothing_happened);
    std::int64_t run_prepared(std::string_view sql, std::span<const Value> parameters,
                              WhenLost when_lost, Rows* rows);
    sql::PreparedStatement& prepare(std::string_view sql, std::size_t parameters);
    void guarded(const std::string_view& shown, WhenLost when_lost,
                 const std::function<void()>& work);
    [[noreturn]] void fail(const sql::SQLException& error, std::string_view shown,
                           WhenLost when_lost);

    std::unique_ptr<sql::Connection> connection_;
    std::list<Prepared> prepared_;  ///< the one used last comes first
    std::map<std::string_view, std::list<Prepared>::iterator> by_text_;
    std::int64_t number_ = 0;
    bool keeps_transactions_ = false;
    bool in_transaction_ = false;
    bool lost_ = false;
    std::chrono::steady_clock::time_point used_at_;
};

}  // namespace viaja
