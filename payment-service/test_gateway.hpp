#pragma once
// A gateway for tests, demonstrations and the simulation: it keeps every promise of gateway.hpp in
// a ledger of its own, in a database of its own, committed apart from the payments, so that money
// can be checked against an independent ledger. Its magic tokens:
//
//   tok_ok                     authorized and captured
//   tok_insufficient_funds     declined: insufficient_funds
//   tok_do_not_honor           declined: do_not_honor
//   tok_slow_3s                authorized; the answer leaves after 3 s
//   tok_slow_decline           declined: do_not_honor; the answer leaves after 3 s
//   tok_timeout_then_ok        authorized, but the first answer is lost
//   tok_timeout_then_declined  declined: do_not_honor, but the first answer is lost
//   tok_capture_fails_twice    authorized; the capture is twice not executed and not answered
//   tok_capture_refused        authorized; the capture is refused: capture_refused
//
// Any other token is declined: unknown_token. Outside of test mode all of these are declined:
// test_token_refused.

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "common/ports/database.hpp"
#include "payment-service/reachability.hpp"
#include "payment-service/test_book.hpp"

namespace viaja::payment {

/// Calls the function after the duration, once, on any thread; may be called from any thread. A
/// function that is never called is an answer that was lost.
using Scheduler = std::function<void(Duration, std::function<void()>)>;

/// Executes the calls of a `perform` in one transaction on the caller's thread. Any failure of its
/// database (unavailable, a table is missing, the commit is uncertain) makes all of them silent.
/// Answers without a delay are given before `perform` returns. Any thread.
class TestGateway : public Gateway {
  public:
    /// The database has the tables of gateway_migrations(). Connects; throws Unavailable without a
    /// database. Delayed answers are given by
    /// `scheduler`, also after this object is gone. The database must outlive this object.
    TestGateway(Database& database, bool test_mode, Scheduler scheduler, Report report = {});

    void perform(std::vector<GatewayCall> calls, Callback callback) override;

    /// Whether the last calls and looks got through to the ledger.
    bool reachable() const { return reachability_.healthy(); }
    /// For a HealthProbe: asks the ledger about a payment that does not exist, on a connection of
    /// its own, and returns `reachable`. One thread.
    bool look();

  private:
    std::vector<Served> execute(const std::vector<GatewayCall>& calls);
    std::vector<Served> execute_apart(const std::vector<GatewayCall>& calls);
    std::vector<Served> execute_once(const std::vector<GatewayCall>& calls);

    Database& database_;
    const bool test_mode_;
    const Scheduler scheduler_;
    std::mutex mutex_;  // held around execute: protects the connection
    std::unique_ptr<Connection> connection_;
    std::unique_ptr<Connection> connection_of_looks_;
    Reachability reachability_;
};

/// Reads the ledger, for checkers and operators. Used by the connection's thread.
class Ledger {
  public:
    explicit Ledger(Connection& connection) : connection_(connection) {}

    /// All zero for a stem that is not known.
    Balance balance(const std::string& stem);
    /// At most `limit` executions with keys after `key`, ascending; "" for the first.
    std::vector<Execution> after(const std::string& key, std::size_t limit);

  private:
    Connection& connection_;
};

}  // namespace viaja::payment
