#include "payment-service/test_gateway.hpp"

#include <map>
#include <utility>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "payment-service/executions.hpp"

namespace viaja::payment {
namespace {

constexpr int kAttemptsMax = 8;

}  // namespace

TestGateway::TestGateway(Database& database, bool test_mode, Scheduler scheduler, Report report)
    : database_(database),
      test_mode_(test_mode),
      scheduler_(std::move(scheduler)),
      connection_(database.connect()),
      reachability_(std::move(report)) {
    connection_->never_wait_for_rows();
    connection_->hold_writes_back();
}

void TestGateway::perform(std::vector<GatewayCall> calls, Callback callback) {
    std::vector<Served> served;
    {
        const std::lock_guard guard(mutex_);
        served = execute(calls);
    }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const auto& [outcome, delay] = served[i];
        if (delay == Duration(0)) {
            callback(calls[i], outcome);
        } else {
            scheduler_(delay,
                       [callback, call = calls[i], late = outcome] { callback(call, late); });
        }
    }
}

std::vector<Served> TestGateway::execute(const std::vector<GatewayCall>& calls) {
    for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
        try {
            auto served = execute_once(calls);
            reachability_.call_went_well();
            return served;
        } catch (const Locked&) {
            if (calls.size() > 1) return execute_apart(calls);
            break;  // silence: it is asked again
        } catch (const Conflict&) {
            continue;  // another gateway on the same ledger was first; its rows are there now
        } catch (const std::exception& error) {
            // Unavailable, Uncertain, and a Bug as well: whatever is wrong with a ledger, it is no
            // answer about the money.
            reachability_.call_failed(error.what());
            break;
        }
    }
    return std::vector<Served>(calls.size(), Served{.outcome = GatewayOutcome::silence()});
}

/// Another transaction has a row of the ledger: other calls have nothing to do with it.
std::vector<Served> TestGateway::execute_apart(const std::vector<GatewayCall>& calls) {
    std::vector<Served> served;
    for (const auto& call : calls)
        served.push_back(execute({call}).front());
    return served;
}

std::vector<Served> TestGateway::execute_once(const std::vector<GatewayCall>& calls) {
    std::vector<Value> stems;
    for (const auto& call : calls)
        stems.emplace_back(call.stem());

    Transaction transaction(*connection_);
    std::map<std::string, Book> books;
    std::map<std::string, Execution> before;
    for (const auto& row : connection_->lock(kExecutions, "stem", stems)) {
        auto execution = execution_of(row);
        books[execution.stem].emplace(execution.key, execution);
        before.emplace(execution.key, std::move(execution));
    }
    const auto now = connection_->time_after_locks();
    std::vector<Served> served;
    for (const auto& call : calls)
        served.push_back(serve(books[call.stem()], call, now, test_mode_));

    Rows added;
    Rows changed;
    for (const auto& [stem, book] : books) {
        for (const auto& [key, execution] : book) {
            const auto old = before.find(execution.key);
            if (old == before.end()) {
                added.push_back(execution_row(execution));
            } else if (old->second != execution) {
                changed.push_back(execution_row(execution));
            }
        }
    }
    if (!added.empty()) connection_->insert(kExecutions, added);
    if (!changed.empty()) connection_->put(kExecutions, changed);
    transaction.commit();
    return served;
}

/// A locking read needs the table and the right to write it, and locks nothing that is not there.
bool TestGateway::look() {
    try {
        if (!connection_of_looks_) connection_of_looks_ = database_.connect();
        const Value no_stem = std::string();
        Transaction transaction(*connection_of_looks_);
        connection_of_looks_->lock(kExecutions, "stem", {&no_stem, 1});
        transaction.commit();
        reachability_.look_went_well();
    } catch (const std::exception& error) {
        reachability_.look_failed(error.what());
    }
    return reachable();
}

Balance Ledger::balance(const std::string& stem) {
    Book book;
    const Value key = stem;
    for (const auto& row : connection_.find(kExecutions, "stem", {&key, 1})) {
        auto execution = execution_of(row);
        auto key_of_call = execution.key;
        book.emplace(std::move(key_of_call), std::move(execution));
    }
    return balance_of(book);
}

std::vector<Execution> Ledger::after(const std::string& key, std::size_t limit) {
    std::string columns;
    for (const auto column : kExecutionColumns)
        columns += (columns.empty() ? "" : ", ") + std::string(column);
    const Values parameters{key, static_cast<std::int64_t>(limit)};
    std::vector<Execution> executions;
    for (const auto& row : connection_.query("SELECT " + columns +
                                                 " FROM executions WHERE call_key > ?"
                                                 " ORDER BY call_key LIMIT ?",
                                             parameters)) {
        executions.push_back(execution_of(row));
    }
    return executions;
}

}  // namespace viaja::payment
