// A payment stays with the gateway that took it, whichever takes new ones by now, also where no row
// names it; and waits where that gateway has no settings any more.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "payment-service/gateways.hpp"
#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;

const std::string kTest(kTestGateway);
const std::string kReal(kStripe);

/// A gateway that says yes and keeps what it was asked.
class Recording : public Gateway {
  public:
    explicit Recording(std::vector<std::string>& asked) : asked_(asked) {}
    void perform(std::vector<GatewayCall> calls, Callback callback) override {
        for (const auto& call : calls) {
            asked_.push_back(call.key());
            callback(call, GatewayOutcome::ok());
        }
    }

  private:
    std::vector<std::string>& asked_;
};

class GatewaysTest : public testing::Test {
  protected:
    GatewaysTest() { migrate(*connection_, "gateway", gateway_migrations()); }

    /// A process with those gateways, of which the first takes new payments.
    std::unique_ptr<Gateways> process(const std::vector<std::string>& names) {
        Gateways::ByName gateways;
        for (const auto& name : names)
            gateways.emplace(name, std::make_unique<Recording>(asked_[name]));
        return std::make_unique<Gateways>(
            database_, std::move(gateways), names.front(),
            [this](const LogEvent& event) { said_.push_back(text_of(event)); });
    }
    static GatewayCall call(Operation operation, std::string gateway = "", int attempt = 1) {
        GatewayCall call{
            .payment = {.session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001"),
                        .attempt = attempt},
            .operation = operation,
            .amount = {.amount = 100, .currency = "BRL"},
            .token = operation == Operation::authorize ? "tok_ok" : ""};
        call.gateway = std::move(gateway);
        return call;
    }
    /// "ok by test", "no: reason by stripe", …
    static std::vector<std::string> ask(Gateway& gateway, std::vector<GatewayCall> calls) {
        std::vector<std::string> answers;
        gateway.perform(std::move(calls), [&](const auto& call, const auto& outcome) {
            const auto kind = outcome.kind == GatewayOutcome::Kind::ok   ? "ok"
                              : outcome.kind == GatewayOutcome::Kind::no ? "no: " + outcome.reason
                                                                         : "silence";
            answers.push_back(kind + " by " + call.gateway);
        });
        return answers;
    }
    static std::string ask(Gateway& gateway, GatewayCall call) {
        const auto answers = ask(gateway, std::vector{std::move(call)});
        return answers.size() == 1 ? answers.front() : "not one answer";
    }
    /// Stripe has taken the payment, as far as its adapter's tables show.
    void stripe_knows(int attempt) {
        connection_->execute("INSERT INTO stripe_intents (stem, intent_id) VALUES ('" +
                             call(Operation::authorize, "", attempt).stem() + "', 'pi_1')");
    }
    /// The same of the test gateway.
    void test_gateway_knows(int attempt) {
        TestGateway gateway(database_, true, [](Duration, const auto&) {});
        gateway.perform({call(Operation::authorize, "", attempt)}, [](const auto&, const auto&) {});
    }

    test::TestClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    std::map<std::string, std::vector<std::string>> asked_;
    std::vector<std::string> said_;

  private:
    static std::string unique_name() {
        static int databases = 0;
        return "gateways-" + std::to_string(++databases);
    }
};

TEST_F(GatewaysTest, ANewPaymentGoesToTheChosenOne) {
    EXPECT_EQ(ask(*process({kReal, kTest}), call(Operation::authorize)), "ok by stripe");
    EXPECT_EQ(ask(*process({kTest, kReal}), call(Operation::authorize)), "ok by test");
    EXPECT_EQ(ask(*process({kTest}), call(Operation::void_)), "ok by test");
}

TEST_F(GatewaysTest, APaymentStaysWithTheOneThatItsRowNames) {
    const auto both = process({kReal, kTest});
    for (const auto operation : {Operation::capture, Operation::void_, Operation::refund}) {
        EXPECT_EQ(ask(*both, call(operation, kTest)), "ok by test");
        EXPECT_EQ(ask(*both, call(operation, kReal)), "ok by stripe");
    }
    EXPECT_EQ(asked_[kTest].size(), 3U);
}

TEST_F(GatewaysTest, WithoutANameItGoesToTheOneThatHasItInItsBooks) {
    stripe_knows(1);
    test_gateway_knows(2);
    for (const auto& chosen : {std::vector{kTest, kReal}, std::vector{kReal, kTest}}) {
        const auto gateways = process(chosen);
        for (const auto operation : {Operation::authorize, Operation::refund}) {
            EXPECT_EQ(ask(*gateways, call(operation, "", 1)), "ok by stripe");
            EXPECT_EQ(ask(*gateways, call(operation, "", 2)), "ok by test");
        }
        EXPECT_EQ(ask(*gateways, call(Operation::authorize, "", 3)), "ok by " + chosen.front());
    }
}

TEST_F(GatewaysTest, CallsOfSeveralAreAskedTogetherEachOfItsOwn) {
    stripe_knows(1);
    auto answers = ask(*process({kTest, kReal}),
                       {call(Operation::refund, "", 1), call(Operation::authorize, "", 2),
                        call(Operation::capture, kReal, 3), call(Operation::capture, kTest, 4)});
    std::ranges::sort(answers);
    EXPECT_EQ(answers, (std::vector<std::string>{"ok by stripe", "ok by stripe", "ok by test",
                                                 "ok by test"}));
}

TEST_F(GatewaysTest, OfOneWithoutSettingsUndosAreSaidAndNothingIsMade) {
    stripe_knows(1);
    const auto test_alone = process({kTest});
    EXPECT_EQ(ask(*test_alone, call(Operation::refund, kReal)),
              "no: gateway_not_configured by stripe");
    EXPECT_EQ(ask(*test_alone, call(Operation::void_)), "no: gateway_not_configured by stripe");
    EXPECT_EQ(ask(*test_alone, call(Operation::capture, kReal)), "silence by stripe");
    EXPECT_EQ(ask(*test_alone, call(Operation::authorize)), "silence by stripe");
    EXPECT_TRUE(asked_[kTest].empty());
    EXPECT_EQ(said_,
              std::vector<std::string>{
                  "payments of a gateway without settings, their calls wait · gateway=stripe "
                  "payment=01980000-0000-7000-8000-000000000001/1"});
    EXPECT_EQ(ask(*process({kTest, kReal}), call(Operation::refund)), "ok by stripe")
        << "with its settings it goes on";
}

TEST_F(GatewaysTest, WhereTheBooksCannotBeReadWhatHasNoNameIsSilent) {
    const auto both = process({kTest, kReal});
    connection_->execute("ALTER TABLE stripe_intents RENAME TO elsewhere");
    EXPECT_EQ(ask(*both, {call(Operation::authorize), call(Operation::capture, kTest, 2)}),
              (std::vector<std::string>{"silence by ", "ok by test"}));
    connection_->execute("ALTER TABLE elsewhere RENAME TO stripe_intents");
    EXPECT_EQ(ask(*both, call(Operation::authorize)), "ok by test");
}

/// A whole payment service whose gateways change under it.
class ChangedGateways : public GatewaysTest {
  protected:
    void choose(const std::vector<std::string>& names) {
        world_.crash_service();
        gateways_ = process(names);
        world_.wire.emplace(*gateways_);
        world_.start_service();
    }

    PaymentWorld world_;
    std::unique_ptr<Gateways> gateways_;
};

TEST_F(ChangedGateways, ARefundOfAnEarlierPaymentIsMadeByTheGatewayThatTookIt) {
    choose({kTest});
    world_.send(Command::authorize);
    world_.send(Command::capture);
    EXPECT_EQ(world_.payment().gateway, "test");
    choose({kReal, kTest});
    world_.send(Command::refund);
    world_.send(Command::authorize, 2);
    EXPECT_EQ(world_.answers(), "authorized, captured, refunded, authorized");
    EXPECT_EQ(world_.payment(2).gateway, "stripe");
    EXPECT_EQ(asked_[kTest].size(), 3U);
    EXPECT_EQ(asked_[kReal].size(), 1U);
}

TEST_F(ChangedGateways, ARefundWithoutTheSettingsStaysOpenAndIsShownUntilTheyAreThere) {
    choose({kReal, kTest});
    world_.send(Command::authorize);
    world_.send(Command::capture);
    choose({kTest});
    world_.send(Command::refund);
    EXPECT_EQ(world_.answers(), "authorized, captured, refused: gateway_not_configured");
    world_.pass(10min);
    EXPECT_EQ(world_.state(), "refunding");
    choose({kTest, kReal});
    world_.pass(31s);
    EXPECT_EQ(world_.state(), "refunded");
    EXPECT_EQ(asked_[kReal].back(), "01980000-0000-7000-8000-000000000001/1/refund");
    EXPECT_TRUE(asked_[kTest].empty());
}

/// Its row is of a version that did not name the gateway.
TEST_F(ChangedGateways, ARowWithoutANameLearnsItFromTheBooks) {
    choose({kReal, kTest});
    world_.send(Command::authorize);
    world_.send(Command::capture);
    stripe_knows(1);
    world_.database().connect()->execute("UPDATE payments SET gateway = ''");
    choose({kTest, kReal});
    world_.send(Command::refund);
    EXPECT_EQ(world_.answers(), "authorized, captured, refunded");
    EXPECT_EQ(world_.payment().gateway, "stripe");
}

}  // namespace
}  // namespace viaja::payment
