#pragma once
// A gateway for charges by Pix, for tests, demonstrations and the simulation, beside the test
// gateway for cards (test_gateway.hpp) and in the same database. It keeps every promise of
// charge_gateway.hpp. A person, or a test, plays the bank with `pay`: the right amount or another
// one, once or more often, in time or too late.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/ports/clock.hpp"
#include "common/ports/database.hpp"
#include "payment-service/charge_gateway.hpp"
#include "payment-service/reachability.hpp"

namespace viaja::payment {

/// A receipt as the bank keeps it.
struct BankReceipt {
    std::string id;
    std::int64_t amount = 0;
    std::int64_t returned = 0;
    bool operator==(const BankReceipt&) const = default;
};

/// A charge as the bank keeps it.
struct BankCharge {
    std::string stem;
    Money amount;
    Instant pay_until;
    std::string code;  ///< empty: there was no `charge`, only its withdrawal
    bool withdrawn = false;
    std::vector<BankReceipt> receipts;  ///< as they came

    /// What the traveller has paid and not got back, in minor units.
    std::int64_t paid() const {
        std::int64_t sum = 0;
        for (const auto& receipt : receipts)
            sum += receipt.amount - receipt.returned;
        return sum;
    }
};

/// Any thread; each call works on the database on the caller's thread. Any failure of the database,
/// and a row that another transaction has, makes calls silent: they do not wait for it, since the
/// pipeline's worker makes them. Outside of test mode every charge is refused.
class TestBank : public ChargeGateway {
  public:
    /// Told of each receipt after it is durable, on the thread that pays.
    using OnPaid = std::function<void(const std::string& stem, const PaidReceipt& receipt,
                                      const std::string& currency)>;

    /// The database has the tables of gateway_migrations(). Throws Unavailable without it.
    TestBank(Database& database, Random& random, bool test_mode, Report report = {});

    /// Before the first `pay`.
    void on_paid(OnPaid on_paid) { on_paid_ = std::move(on_paid); }

    void perform_charges(std::vector<ChargeCall> calls, Callback callback) override;

    /// Nullopt where the bank has no such charge. Throws Unavailable.
    std::optional<BankCharge> find(const std::string& stem);
    /// The code of the charge is paid, now; nullopt where there is none. Throws Unavailable.
    std::optional<PaidReceipt> pay(const std::string& stem, std::int64_t amount);

  private:
    ChargeOutcome execute(const ChargeCall& call);
    ChargeOutcome execute_once(const ChargeCall& call);
    std::string new_receipt_id();
    std::optional<PaidReceipt> pay_once(const std::string& stem, std::int64_t amount,
                                        std::string& currency);

    const bool test_mode_;
    Random& random_;
    OnPaid on_paid_;
    std::mutex mutex_;  // protects the connection of calls
    std::unique_ptr<Connection> connection_;
    std::mutex counter_mutex_;  // protects the connection of people, who wait for rows
    std::unique_ptr<Connection> counter_;
    Reachability reachability_;
};

/// As checkers read it, on the connection's thread.
std::optional<BankCharge> bank_charge(Connection& connection, const std::string& stem);

}  // namespace viaja::payment
