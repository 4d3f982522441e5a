#include "common/adapters/mysql/mysql_session.hpp"

#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/parameter_metadata.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <utility>

#include "common/adapters/mysql/mysql_driver.hpp"
#include "common/adapters/mysql/mysql_errors.hpp"
#include "common/adapters/mysql/mysql_rows.hpp"
#include "common/adapters/mysql/set_statements.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {

constexpr int kConnectSeconds = 3;
constexpr std::size_t kPreparedMax = 256;
/// Between two statements of a transaction of the pipeline; the server takes whole seconds.
constexpr std::chrono::seconds kIdleTransaction{1};
constexpr std::size_t kShownMax = 400;

/// The dialect that SQLite speaks too, and no silent change of a value that does not fit.
constexpr std::string_view kMode =
    "STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,"
    "NO_ENGINE_SUBSTITUTION";

/// The engines have different names for the collation that compares every byte and does not fill
/// up with blanks; `utf8mb4_bin`, which both have, does fill up.
constexpr std::string_view kMariadbCollation = "utf8mb4_nopad_bin";
constexpr std::string_view kMysqlCollation = "utf8mb4_0900_bin";

/// The client library verifies the chain because there are authorities, and the name as well as
/// that the server speaks TLS at all because of `sslVerify`.
void add_tls(sql::ConnectOptionsMap& options, const TlsSettings& tls) {
    if (!tls.wanted()) return;
    options["sslCA"] = sql::SQLString(tls.authorities);
    options["sslVerify"] = true;
    if (tls.certificate.empty()) return;
    options["sslCert"] = sql::SQLString(tls.certificate);
    options["sslKey"] = sql::SQLString(tls.key);
}

sql::ConnectOptionsMap options_of(const MysqlSettings& settings,
                                  const MysqlSession::Patience& patience) {
    const int answer = static_cast<int>(patience.answer.count());
    sql::ConnectOptionsMap options;
    // Between brackets a host is taken as it is, and reached by TCP.
    options["hostName"] = sql::SQLString("[" + settings.host + "]");
    options["port"] = settings.port;
    options["userName"] = sql::SQLString(settings.user);
    options["password"] = sql::SQLString(settings.password);
    options["schema"] = sql::SQLString(settings.database);
    options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
    // The first bounds the connecting, handshake included; the others each wait after that.
    options["OPT_CONNECT_TIMEOUT"] = kConnectSeconds;
    options["OPT_READ_TIMEOUT"] = answer;
    options["OPT_WRITE_TIMEOUT"] = answer;
    // An update counts the rows that it matched, as the port says.
    options["CLIENT_FOUND_ROWS"] = true;
    options["CLIENT_MULTI_STATEMENTS"] = true;
    add_tls(options, settings.tls);
    return options;
}

std::string quoted_name(const std::string& name) {
    std::string quoted = "`";
    for (const char c : name) {
        if (c == '`') quoted += c;
        quoted += c;
    }
    return quoted + "`";
}

}  // namespace

MysqlSession::MysqlSession(const MysqlSettings& settings, const Patience& patience) {
    mysql::enter_thread();
    // A server that wants TLS may say no more than that access is denied.
    const std::string where =
        "connecting to " + settings.host + ":" + std::to_string(settings.port) +
        (settings.tls.wanted() ? " with" : " without") + " TLS, database " + settings.database;
    try {
        guarded(where, WhenLost::nothing_happened, [&] {
            auto options = options_of(settings, patience);
            connection_.reset(mysql::driver().connect(options));
        });
    } catch (const Bug& error) {
        // However a login is refused (locked, expired, offline), no input is the cause.
        throw Unavailable(error.what());
    } catch (const Failed& error) {
        throw Unavailable(error.what());
    }
    set_up(settings, patience);
}

MysqlSession::~MysqlSession() {
    mysql::enter_thread();
    by_text_.clear();
    prepared_.clear();
    connection_.reset();
}

void MysqlSession::set_up(const MysqlSettings& settings, const Patience& patience) {
    const auto lock = std::to_string(patience.lock.count());
    // The connector has just asked for REPEATABLE READ.
    run_plain("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    run_plain("SET SESSION time_zone = '+00:00', sql_mode = '" + std::string(kMode) +
              "', innodb_lock_wait_timeout = " + lock + ", lock_wait_timeout = " + lock +
              ", wait_timeout = " + std::to_string(patience.silence.count()));
    learn_of_server(settings);
}

/// Its number for this connection, and the collation of the database: a table that names none gets
/// that.
void MysqlSession::learn_of_server(const MysqlSettings& settings) {
    const Rows rows = query("SELECT CONNECTION_ID(), VERSION(), @@collation_database", {});
    RowReader row(rows.at(0));
    number_ = row.integer();
    const bool mariadb = row.text().find("MariaDB") != std::string::npos;
    const std::string_view wanted = mariadb ? kMariadbCollation : kMysqlCollation;
    if (row.text() == wanted) return;
    run_plain("ALTER DATABASE " + quoted_name(settings.database) +
              " CHARACTER SET utf8mb4 COLLATE " + std::string(wanted));
}

void MysqlSession::keep_transactions(Pauses pauses) {
    if (keeps_transactions_) return;
    // A statement, since the connector's own setAutoCommit does not say when it fails. MySQL, which
    // has no such limit, reads the end of it as a comment.
    run_plain(pauses == Pauses::unlimited
                  ? "SET autocommit = 0"
                  : "SET autocommit = 0 /*M! , idle_transaction_timeout = " +
                        std::to_string(kIdleTransaction.count()) + " */");
    keeps_transactions_ = true;
    in_transaction_ = false;
}

void MysqlSession::commit() {
    if (!in_transaction_) return;
    try {
        // A statement, since the connector's own commit does not say when it fails.
        run_plain("COMMIT", WhenLost::unknown);
    } catch (const Bug& error) {
        lost_ = true;
        throw Uncertain(error.what());
    } catch (const Failed& error) {
        lost_ = true;
        throw Uncertain(error.what());
    }
    in_transaction_ = false;
}

void MysqlSession::commit_with(std::span<const mysql::FilledStatement> statements) {
    std::vector<mysql::FilledStatement> all(statements.begin(), statements.end());
    all.push_back({"COMMIT", "COMMIT"});
    std::vector<Rows> results;
    const auto in_doubt = [&](const std::exception& error) {
        if (results.size() < statements.size()) return;
        lost_ = true;
        throw Uncertain(error.what());
    };
    try {
        run_joined(all, WhenLost::unknown, results);
    } catch (const Bug& error) {
        in_doubt(error);
        throw;
    } catch (const Failed& error) {
        in_doubt(error);
        throw;
    }
    in_transaction_ = false;
}

void MysqlSession::rollback() noexcept {
    if (!in_transaction_ || lost_) return;
    try {
        run_plain("ROLLBACK");
        in_transaction_ = false;
    } catch (const std::exception&) {
        lost_ = true;  // whatever is open at the server ends with the connection
    }
}

Rows MysqlSession::query(std::string_view sql, std::span<const Value> parameters) {
    Rows rows;
    run_prepared(sql, parameters, WhenLost::nothing_happened, &rows);
    return rows;
}

std::int64_t MysqlSession::execute(std::string_view sql, std::span<const Value> parameters,
                                   WhenLost when_lost) {
    if (parameters.empty()) {
        check(mysql::is_one_statement(sql), "SQL text must be exactly one statement");
        return run_plain(sql, when_lost);
    }
    return run_prepared(sql, parameters, when_lost, nullptr);
}

Instant MysqlSession::now() {
    const bool in_transaction = in_transaction_;
    const Rows rows = query(mysql::kClockText, {});
    in_transaction_ = in_transaction;  // the clock is no table: this begins none
    return RowReader(rows.at(0)).instant();
}

std::vector<Rows> MysqlSession::run_together(std::span<const mysql::FilledStatement> statements) {
    std::vector<Rows> results;
    run_joined(statements, WhenLost::nothing_happened, results);
    return results;
}

/// The server ends with the first statement that fails: `results` has those of the ones before it.
void MysqlSession::run_joined(std::span<const mysql::FilledStatement> statements,
                              WhenLost when_lost, std::vector<Rows>& results) {
    std::string text;
    for (const auto& one : statements)
        text += (text.empty() ? "" : ";") + one.text;
    std::string_view shown = statements.front().shown;
    guarded(shown, when_lost, [&] {
        const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
        bool has_rows = statement->execute(text);
        while (true) {
            Rows rows;
            if (has_rows) {
                const std::unique_ptr<sql::ResultSet> result(statement->getResultSet());
                rows = mysql::read(*result, shown);
            }
            results.push_back(std::move(rows));
            if (results.size() == statements.size()) return;
            shown = statements[results.size()].shown;
            has_rows = statement->getMoreResults();
        }
    });
}

std::int64_t MysqlSession::run_plain(std::string_view sql, WhenLost when_lost) {
    std::int64_t changed = 0;
    guarded(sql, when_lost, [&] {
        const std::unique_ptr<sql::Statement> statement(connection_->createStatement());
        if (statement->execute(sql::SQLString(sql.data(), sql.size()))) {
            // A result that is not taken would be in the way of the next statement's.
            const std::unique_ptr<sql::ResultSet> unread(statement->getResultSet());
        } else {
            changed = static_cast<std::int64_t>(statement->getUpdateCount());
        }
    });
    return changed;
}

/// Rows of a statement that has some are read into `rows` if that is given.
std::int64_t MysqlSession::run_prepared(std::string_view sql, std::span<const Value> parameters,
                                        WhenLost when_lost, Rows* rows) {
    std::int64_t changed = 0;
    guarded(sql, when_lost, [&] {
        sql::PreparedStatement& statement = prepare(sql, parameters.size());
        mysql::bind(statement, parameters);
        if (rows == nullptr) {
            changed = statement.executeUpdate();
        } else if (statement.execute()) {
            const std::unique_ptr<sql::ResultSet> result(statement.getResultSet());
            *rows = mysql::read(*result, sql);
        }
    });
    return changed;
}

sql::PreparedStatement& MysqlSession::prepare(std::string_view sql, std::size_t parameters) {
    auto known = by_text_.find(sql);
    if (known == by_text_.end()) {
        if (prepared_.size() >= kPreparedMax) {
            by_text_.erase(prepared_.back().sql);
            prepared_.pop_back();
        }
        std::unique_ptr<sql::PreparedStatement> statement(
            connection_->prepareStatement(sql::SQLString(sql.data(), sql.size())));
        prepared_.push_front(Prepared{std::string(sql), std::move(statement)});
        known = by_text_.emplace(prepared_.front().sql, prepared_.begin()).first;
    }
    prepared_.splice(prepared_.begin(), prepared_, known->second);
    sql::PreparedStatement& statement = *prepared_.front().statement;
    const auto expected = statement.getParameterMetaData()->getParameterCount();
    if (std::cmp_not_equal(expected, parameters)) {
        throw Bug("the number of parameters does not fit: " + std::string(sql));
    }
    return statement;
}

/// Every call to the server goes through here. `shown` is the statement that errors name, without
/// values; `work` may change it from one to the next.
void MysqlSession::guarded(const std::string_view& shown, WhenLost when_lost,
                           const std::function<void()>& work) {
    check(!lost_, "a connection that is lost is used again");
    mysql::enter_thread();
    in_transaction_ = keeps_transactions_;
    try {
        work();
        used_at_ = std::chrono::steady_clock::now();
    } catch (const sql::SQLException& error) {
        fail(error, shown, when_lost);
    }
}

void MysqlSession::fail(const sql::SQLException& error, std::string_view shown,
                        WhenLost when_lost) {
    const int code = error.getErrorCode();
    const std::string text = std::string("MySQL: ") + error.what() + " (" + std::to_string(code) +
                             ") in: " + std::string(shown.substr(0, kShownMax));
    const auto meaning = mysql::meaning_of(code);
    if (meaning == mysql::Meaning::lost || mysql::is_the_clients_own(code)) lost_ = true;
    switch (meaning) {
        case mysql::Meaning::conflict:
            throw Conflict(text);
        case mysql::Meaning::lost:
            if (when_lost == WhenLost::unknown) throw Uncertain(text);
            throw Unavailable(text);
        case mysql::Meaning::refused:
            throw Unavailable(text);
        case mysql::Meaning::bug:
            throw Bug(text);
        case mysql::Meaning::failed:
            break;
    }
    throw Failed(text);
}

}  // namespace viaja
