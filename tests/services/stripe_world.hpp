#pragma once
// The adapter for Stripe on a stand-in and a database in memory, with a clock that only the test
// moves.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/ports/errors.hpp"
#include "payment-service/stripe/stripe_gateway.hpp"
#include "tests/ports/forwarding_connection.hpp"
#include "tests/services/payment_world.hpp"
#include "tests/services/stripe_stand_in.hpp"

namespace viaja::payment {

constexpr std::string_view kSecret = "sk_test_secret";

/// Refuses the next so many commits.
class RefusingDatabase : public Database {
  public:
    explicit RefusingDatabase(Database& behind) : behind_(behind) {}

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<Refusing>(behind_.connect(), *this);
    }
    std::atomic<int> refusals = 0;

  private:
    class Refusing : public test::ForwardingConnection {
      public:
        Refusing(std::unique_ptr<Connection> behind, RefusingDatabase& database)
            : ForwardingConnection(*behind), behind_(std::move(behind)), database_(database) {}
        void commit() override {
            if (database_.refusals > 0 && database_.refusals-- > 0) throw Unavailable("no commit");
            behind_->commit();
        }

      private:
        const std::unique_ptr<Connection> behind_;
        RefusingDatabase& database_;
    };
    Database& behind_;
};

/// Told by callbacks of any thread.
class AnswerOfStripe {
  public:
    Gateway::Callback callback() {
        return [state = state_](const GatewayCall&, const GatewayOutcome& outcome) {
            const std::lock_guard guard(state->mutex);
            state->outcomes.push_back(outcome);
            state->wake.notify_all();
        };
    }
    GatewayOutcome wait() {
        std::unique_lock guard(state_->mutex);
        const bool came = state_->wake.wait_for(guard, std::chrono::seconds(30),
                                                [this] { return !state_->outcomes.empty(); });
        EXPECT_TRUE(came);
        return came ? state_->outcomes.front() : GatewayOutcome::silence();
    }
    bool is_there() {
        const std::lock_guard guard(state_->mutex);
        return !state_->outcomes.empty();
    }

  private:
    struct State {
        std::mutex mutex;
        std::condition_variable wake;
        std::vector<GatewayOutcome> outcomes;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

class StripeGatewayTest : public testing::Test {
  protected:
    StripeGatewayTest() {
        migrate(*connection_, "gateway", gateway_migrations());
        open();
    }

    std::unique_ptr<StripeGateway> made(StripeLimits limits = {.threads = 2}) {
        return std::make_unique<StripeGateway>(
            StripeGateway::Parts{refusing_, clock_, stripe_.clients()},
            StripeSettings{.url = "http://stripe.invalid", .key = std::string(kSecret)},
            [this](const LogEvent& event) {
                const std::lock_guard guard(mutex_);
                said_.push_back(text_of(event));
            },
            limits);
    }
    /// A new process: what the old one has in memory is gone.
    void open(StripeLimits limits = {.threads = 2}) {
        gateway_.reset();
        gateway_ = made(limits);
    }

    GatewayCall call(Operation operation, const std::string& token = "tok_ok",
                     int attempt = 1) const {
        return {.payment = {.session_id = session_, .attempt = attempt},
                .operation = operation,
                .amount = {.amount = 100, .currency = "BRL"},
                .token = operation == Operation::authorize ? token : ""};
    }
    GatewayCall refund_call(std::int64_t amount, std::int64_t refund_to) const {
        auto part = call(Operation::refund);
        part.amount.amount = amount;
        part.refund_to = refund_to;
        return part;
    }
    static GatewayOutcome ask(Gateway& gateway, const GatewayCall& call) {
        AnswerOfStripe answer;
        gateway.perform({call}, answer.callback());
        return answer.wait();
    }
    GatewayOutcome ask(const GatewayCall& call) { return ask(*gateway_, call); }
    GatewayOutcome ask(Operation operation) { return ask(call(operation)); }

    /// As the payment does it: again after a while, by a new process each time, until it is
    /// answered.
    GatewayOutcome ask_until_answered(const GatewayCall& call) {
        for (int tries = 0; tries < 6; ++tries) {
            const auto outcome = ask(call);
            if (outcome.kind != GatewayOutcome::Kind::silence) return outcome;
            clock_.advance(std::chrono::minutes(2));
            open();
        }
        return GatewayOutcome::silence();
    }

    StripeStandIn::Intent intent() const {
        const auto all = stripe_.intents();
        return all.empty() ? StripeStandIn::Intent() : all.back();
    }
    int confirmations() const {
        int sum = 0;
        for (const auto& one : stripe_.intents())
            sum += one.confirmations;
        return sum;
    }
    std::vector<std::int64_t> refunded() const {
        std::vector<std::int64_t> amounts;
        for (const auto& refund : stripe_.refunds())
            amounts.push_back(refund.amount);
        return amounts;
    }
    std::vector<std::string> said() {
        const std::lock_guard guard(mutex_);
        return said_;
    }

    static std::string unique_name() {
        static int databases = 0;
        return "stripe-gateway-" + std::to_string(++databases);
    }

    test::TestClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    RefusingDatabase refusing_{database_};
    Ledger ledger_{*connection_};
    std::mutex mutex_;
    std::vector<std::string> said_;
    StripeStandIn stripe_;
    std::unique_ptr<StripeGateway> gateway_;
    const SessionId session_ = *SessionId::parse("01980000-0000-7000-8000-000000000001");
    const std::string stem_ = PaymentId{session_, 1}.text();
    const GatewayOutcome ok_ = GatewayOutcome::ok();
    const GatewayOutcome silence_ = GatewayOutcome::silence();
};

}  // namespace viaja::payment
