// The test gateway beyond its contract: what the ledger keeps, and what happens without it. The
// magic tokens are tried through the service in payment_service_test.cpp.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/ports/errors.hpp"
#include "tests/ports/forwarding_connection.hpp"
#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using std::chrono::seconds;

/// A database whose commits fail as they are told to.
class FailingConnection : public test::ForwardingConnection {
  public:
    FailingConnection(std::unique_ptr<Connection> behind, std::function<void(Connection&)> commit)
        : ForwardingConnection(*behind), behind_(std::move(behind)), commit_(std::move(commit)) {}

    void commit() override { commit_(*behind_); }

  private:
    const std::unique_ptr<Connection> behind_;
    std::function<void(Connection&)> commit_;
};

class FailingDatabase : public Database {
  public:
    explicit FailingDatabase(Database& behind) : behind_(behind) {}

    std::unique_ptr<Connection> connect() override {
        return std::make_unique<FailingConnection>(behind_.connect(), commit);
    }

    std::function<void(Connection&)> commit = [](Connection& connection) { connection.commit(); };

  private:
    Database& behind_;
};

class TestGatewayTest : public testing::Test {
  protected:
    TestGatewayTest() { migrate(*connection_, "gateway", gateway_migrations()); }

    /// Opens the gateway, with `commit` in the place of its connection's.
    void open(std::function<void(Connection&)> commit) {
        failing_.commit = std::move(commit);
        gateway_.emplace(
            failing_, true,
            [this](Duration delay, std::function<void()> function) {
                delays_.push_back(delay);
                late_.push_back(std::move(function));
            },
            [this](const LogEvent& event) { said_.push_back(text_of(event)); });
    }
    void open() {
        open([](Connection& connection) { connection.commit(); });
    }

    GatewayCall call(Operation operation, const std::string& token, int attempt = 1) const {
        return {.payment = {.session_id = session_, .attempt = attempt},
                .operation = operation,
                .amount = {.amount = 500, .currency = "BRL"},
                .token = token};
    }
    std::optional<GatewayOutcome> ask(const GatewayCall& call) {
        std::optional<GatewayOutcome> answer;
        gateway_->perform(
            {call}, [&](const GatewayCall&, const GatewayOutcome& outcome) { answer = outcome; });
        return answer;
    }

    static std::string unique_name() {
        static int databases = 0;
        return "test-gateway-" + std::to_string(++databases);
    }

    test::TestClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    FailingDatabase failing_{database_};
    Ledger ledger_{*connection_};
    std::optional<TestGateway> gateway_;
    std::vector<Duration> delays_;
    std::vector<std::function<void()>> late_;
    std::vector<std::string> said_;
    const SessionId session_ = *SessionId::parse("01980000-0000-7000-8000-000000000001");
    const std::string stem_ = PaymentId{session_, 1}.text();
};

TEST_F(TestGatewayTest, TheLedgerSaysWhatHappenedToTheMoney) {
    open();
    EXPECT_EQ(ledger_.balance(stem_), Balance{});
    ask(call(Operation::authorize, "tok_ok"));
    EXPECT_EQ(ledger_.balance(stem_), Balance{.authorized = 500});
    EXPECT_EQ(ledger_.balance(stem_).open(), 500);
    ask(call(Operation::capture, ""));
    EXPECT_EQ(ledger_.balance(stem_).open(), 0);
    EXPECT_EQ(ledger_.balance(stem_).paid(), 500);
    ask(call(Operation::refund, ""));
    EXPECT_EQ(ledger_.balance(stem_),
              (Balance{.authorized = 500, .captured = 500, .refunded = 500}));
    EXPECT_EQ(ledger_.balance(stem_).paid(), 0);
}

TEST_F(TestGatewayTest, AVoidOfNothingGivesNothingBack) {
    open();
    ask(call(Operation::void_, ""));
    EXPECT_EQ(ledger_.balance(stem_), Balance{});
}

TEST_F(TestGatewayTest, ACaptureOfAnotherAmountIsRefused) {
    open();
    ask(call(Operation::authorize, "tok_ok"));
    auto more = call(Operation::capture, "");
    more.amount.amount = 501;
    EXPECT_EQ(ask(more), GatewayOutcome::no("amount_mismatch"));
}

TEST_F(TestGatewayTest, ExecutionsAreListedByKeyInPages) {
    open();
    for (int attempt = 1; attempt <= 3; ++attempt)
        ask(call(Operation::authorize, "tok_ok", attempt));
    ask(call(Operation::authorize, "tok_do_not_honor", 1));
    const auto first = ledger_.after("", 2);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].key, stem_ + "/authorize");
    EXPECT_EQ(first[0].calls, 2);
    EXPECT_EQ(first[0].token, "tok_ok");
    EXPECT_EQ(first[0].first_at, clock_.now());
    const auto rest = ledger_.after(first[1].key, 2);
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].stem, (PaymentId{session_, 3}.text()));
}

TEST_F(TestGatewayTest, ASlowAnswerLeavesThreeSecondsAfterTheFirstCallForEveryCall) {
    open();
    EXPECT_FALSE(ask(call(Operation::authorize, "tok_slow_3s")));
    clock_.advance(seconds(1));
    EXPECT_FALSE(ask(call(Operation::authorize, "tok_slow_3s")));
    EXPECT_EQ(delays_, (std::vector<Duration>{seconds(3), seconds(2)}));
    clock_.advance(seconds(2));
    EXPECT_EQ(ask(call(Operation::authorize, "tok_slow_3s")), GatewayOutcome::ok());
}

TEST_F(TestGatewayTest, ASlowAuthorizationIsExecutedBeforeItIsAnswered) {
    open();
    ask(call(Operation::authorize, "tok_slow_3s"));
    EXPECT_EQ(ledger_.balance(stem_).open(), 500);
    ask(call(Operation::void_, ""));
    EXPECT_EQ(ledger_.balance(stem_).open(), 0);
}

TEST_F(TestGatewayTest, ALateAnswerMayOutliveTheGateway) {
    open();
    std::vector<GatewayOutcome> outcomes;
    gateway_->perform(
        {call(Operation::authorize, "tok_slow_decline")},
        [&](const GatewayCall&, const GatewayOutcome& outcome) { outcomes.push_back(outcome); });
    gateway_.reset();
    ASSERT_EQ(late_.size(), 1U);
    late_[0]();
    EXPECT_EQ(outcomes, std::vector{GatewayOutcome::no("do_not_honor")});
}

TEST_F(TestGatewayTest, ACaptureThatFailsTwiceIsNotExecutedBeforeTheThirdCall) {
    open();
    ask(call(Operation::authorize, "tok_capture_fails_twice"));
    EXPECT_EQ(ask(call(Operation::capture, "")), GatewayOutcome::silence());
    EXPECT_EQ(ask(call(Operation::capture, "")), GatewayOutcome::silence());
    EXPECT_EQ(ledger_.balance(stem_).captured, 0);
    EXPECT_EQ(ask(call(Operation::capture, "")), GatewayOutcome::ok());
    EXPECT_EQ(ledger_.balance(stem_).captured, 500);
}

TEST_F(TestGatewayTest, ItIsSilentWhereItsDatabaseIsUnavailable) {
    open([](Connection&) { throw Unavailable("gone"); });
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok")), GatewayOutcome::silence());
    EXPECT_EQ(ledger_.balance(stem_), Balance{});
}

TEST_F(TestGatewayTest, ItIsSilentWhereItsCommitIsUncertainThoughItMayHaveExecuted) {
    open([](Connection& connection) {
        connection.commit();
        throw Uncertain("the connection was lost");
    });
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok")), GatewayOutcome::silence());
    EXPECT_EQ(ledger_.balance(stem_).open(), 500);
}

TEST_F(TestGatewayTest, ATableThatIsMissingIsSilenceAndSaid) {
    open();
    connection_->execute("ALTER TABLE executions RENAME TO elsewhere");
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok")), GatewayOutcome::silence());
    EXPECT_FALSE(gateway_->reachable());
    ASSERT_EQ(said_.size(), 1U);
    EXPECT_NE(said_[0].find("executions"), std::string::npos) << said_[0];
    connection_->execute("ALTER TABLE elsewhere RENAME TO executions");
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok")), GatewayOutcome::ok());
    EXPECT_TRUE(gateway_->reachable());
}

TEST_F(TestGatewayTest, ItReportsOnceThatItsDatabaseIsUnavailableAndOnceThatItIsBack) {
    bool away = true;
    open([&away](Connection& connection) {
        if (away) throw Unavailable("no answer");
        connection.commit();
    });
    EXPECT_TRUE(gateway_->reachable());
    for (int calls = 0; calls < 3; ++calls)
        ask(call(Operation::authorize, "tok_ok"));
    EXPECT_FALSE(gateway_->reachable());
    away = false;
    for (int calls = 0; calls < 3; ++calls)
        ask(call(Operation::authorize, "tok_ok"));
    EXPECT_TRUE(gateway_->reachable());
    EXPECT_EQ(said_,
              (std::vector<std::string>{"payment gateway unavailable, calls wait · error=no answer",
                                        "payment gateway available again"}));
}

TEST_F(TestGatewayTest, ALookFindsWhatNoCallHasMetYet) {
    open();
    EXPECT_TRUE(gateway_->look());
    connection_->execute("ALTER TABLE executions RENAME TO elsewhere");
    EXPECT_FALSE(gateway_->look());
    EXPECT_FALSE(gateway_->look());
    EXPECT_FALSE(gateway_->reachable());
    EXPECT_EQ(said_.size(), 1U);
    connection_->execute("ALTER TABLE elsewhere RENAME TO executions");
    EXPECT_TRUE(gateway_->look());
    EXPECT_TRUE(gateway_->reachable());
    EXPECT_EQ(said_.size(), 2U);
    EXPECT_TRUE(ledger_.after("", 10).empty());
}

/// What fails in a call may be what no look tries. Another replica may have had the next answer.
TEST_F(TestGatewayTest, ACallThatFailedOutweighsLooksForAWhile) {
    bool away = true;
    open([&away](Connection& connection) {
        if (std::exchange(away, false)) throw Unavailable("no answer");
        connection.commit();
    });
    ask(call(Operation::authorize, "tok_ok"));
    for (int looks = 1; looks < Reachability::kLooksAfterACall; ++looks)
        EXPECT_FALSE(gateway_->look());
    EXPECT_TRUE(gateway_->look());
    EXPECT_EQ(said_.size(), 2U);
}

TEST_F(TestGatewayTest, ItDecidesAgainAfterAConflict) {
    int commits = 0;
    open([&commits](Connection& connection) {
        if (++commits < 3) throw Conflict("another was first");
        connection.commit();
    });
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok")), GatewayOutcome::ok());
    EXPECT_EQ(ledger_.after("", 10).at(0).calls, 1);
}

}  // namespace
}  // namespace viaja::payment
