// What payment-service/gateway.hpp promises, held against every gateway there is.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/properties/payment_model_gateway.hpp"
#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

/// A gateway under test, and the tokens with which it can be made to say no.
class Subject {
  public:
    virtual ~Subject() = default;
    virtual Gateway& gateway() = 0;
};

class ModelSubject : public Subject {
  public:
    Gateway& gateway() override { return gateway_; }

  private:
    static GatewayOutcome bank(const std::string& token, Operation operation) {
        if (token == "tok_do_not_honor") return GatewayOutcome::no("do_not_honor");
        if (token == "tok_capture_refused" && operation == Operation::capture) {
            return GatewayOutcome::no("capture_refused");
        }
        return GatewayOutcome::ok();
    }

    std::map<PaymentId, std::string> tokens_;
    ModelGateway gateway_{[this](const GatewayCall& call) {
        if (call.operation == Operation::authorize) tokens_[call.payment] = call.token;
        return bank(tokens_[call.payment], call.operation);
    }};
};

/// The test gateway; `reopened` is a new process for each call.
class TestGatewaySubject : public Subject {
  public:
    explicit TestGatewaySubject(bool reopened) : reopened_(reopened) {
        migrate(*connection_, "gateway", test_gateway_migrations());
        open();
    }

    Gateway& gateway() override {
        if (reopened_) open();
        return *gateway_;
    }

  private:
    void open() {
        gateway_ =
            std::make_unique<TestGateway>(database_, true, [](Duration, std::function<void()>) {});
    }
    static std::string unique_name() {
        static int subjects = 0;
        return "gateway-contract-" + std::to_string(++subjects);
    }

    const bool reopened_;
    HandClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    std::unique_ptr<TestGateway> gateway_;
};

struct Kind {
    std::string name;
    std::function<std::unique_ptr<Subject>()> make;
};

class GatewayContract : public testing::TestWithParam<Kind> {
  protected:
    GatewayOutcome ask(Operation operation, int attempt = 1, const std::string& token = "tok_ok") {
        return ask_all({call(operation, attempt, token)}).at(0);
    }

    /// The outcomes in the order of the calls.
    std::vector<GatewayOutcome> ask_all(const std::vector<GatewayCall>& calls) {
        std::vector<GatewayOutcome> outcomes;
        subject_->gateway().perform(calls, [&](const GatewayCall&, const GatewayOutcome& outcome) {
            outcomes.push_back(outcome);
        });
        return outcomes;
    }

    static GatewayCall call(Operation operation, int attempt, const std::string& token) {
        const auto session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001");
        return {.payment = {.session_id = session_id, .attempt = attempt},
                .operation = operation,
                .amount = {.amount = 100, .currency = "BRL"},
                .token = operation == Operation::authorize ? token : ""};
    }

    const GatewayOutcome ok_ = GatewayOutcome::ok();
    std::unique_ptr<Subject> subject_ = GetParam().make();
};

TEST_P(GatewayContract, AKeyIsSessionAttemptAndOperation) {
    EXPECT_EQ(call(Operation::void_, 7, "").key(), "01980000-0000-7000-8000-000000000001/7/void");
}

TEST_P(GatewayContract, AuthorizesCapturesAndRefunds) {
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(ask(Operation::refund), ok_);
}

TEST_P(GatewayContract, RefundsPartsUntilAllIsGivenBack) {
    const auto refund = [&](std::int64_t amount, std::int64_t refund_to) {
        auto part = call(Operation::refund, 1, "");
        part.amount.amount = amount;
        part.refund_to = refund_to;
        return ask_all({part}).at(0);
    };
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(refund(33, 33), ok_);
    EXPECT_EQ(refund(33, 33), ok_) << "again under its key";
    EXPECT_EQ(refund(68, 101).kind, GatewayOutcome::Kind::no) << "67 are left";
    EXPECT_EQ(refund(67, 0), ok_);
    EXPECT_EQ(refund(1, 34).kind, GatewayOutcome::Kind::no);
}

TEST_P(GatewayContract, TheFirstExecutionUnderAKeyDecides) {
    EXPECT_EQ(ask(Operation::authorize, 1, "tok_ok"), ok_);
    EXPECT_EQ(ask(Operation::authorize, 1, "tok_do_not_honor"), ok_);
    const auto no = GatewayOutcome::no("do_not_honor");
    EXPECT_EQ(ask(Operation::authorize, 2, "tok_do_not_honor"), no);
    EXPECT_EQ(ask(Operation::authorize, 2, "tok_ok"), no);
}

TEST_P(GatewayContract, ARefusedCaptureStaysRefused) {
    EXPECT_EQ(ask(Operation::authorize, 1, "tok_capture_refused"), ok_);
    const auto refusal = ask(Operation::capture);
    EXPECT_EQ(refusal.kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::capture), refusal);
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(ask(Operation::capture), refusal);
}

TEST_P(GatewayContract, AVoidForbidsALaterAuthorizeAndCapture) {
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(ask(Operation::authorize).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::capture).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::void_), ok_);
}

TEST_P(GatewayContract, WhatWasVoidedIsNotCaptured) {
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(ask(Operation::capture).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::authorize), ok_) << "its own answer stays";
}

TEST_P(GatewayContract, WhatWasCapturedIsNotVoided) {
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(ask(Operation::void_).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::capture), ok_);
}

TEST_P(GatewayContract, OnlyWhatWasAuthorizedIsCapturedAndOnlyWhatWasCapturedIsRefunded) {
    EXPECT_EQ(ask(Operation::capture, 1).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::authorize, 2), ok_);
    EXPECT_EQ(ask(Operation::refund, 2).kind, GatewayOutcome::Kind::no);
}

TEST_P(GatewayContract, ADeclinedAuthorizationCanBeVoided) {
    EXPECT_EQ(ask(Operation::authorize, 1, "tok_do_not_honor").kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::void_), ok_);
}

TEST_P(GatewayContract, AttemptsAreApart) {
    EXPECT_EQ(ask(Operation::void_, 1), ok_);
    EXPECT_EQ(ask(Operation::authorize, 2), ok_);
    EXPECT_EQ(ask(Operation::capture, 2), ok_);
}

TEST_P(GatewayContract, ANoHasAReason) {
    for (const auto& outcome : {ask(Operation::authorize, 1, "tok_do_not_honor"),
                                ask(Operation::capture, 1), ask(Operation::refund, 1)}) {
        EXPECT_EQ(outcome.kind, GatewayOutcome::Kind::no);
        EXPECT_FALSE(outcome.reason.empty());
    }
}

TEST_P(GatewayContract, ManyCallsAreAskedTogetherAndRepeatedKeysCountOnce) {
    const auto outcomes = ask_all(
        {call(Operation::authorize, 1, "tok_ok"), call(Operation::authorize, 2, "tok_do_not_honor"),
         call(Operation::authorize, 1, "tok_do_not_honor"), call(Operation::capture, 1, "")});
    ASSERT_EQ(outcomes.size(), 4U);
    EXPECT_EQ(outcomes[0], ok_);
    EXPECT_EQ(outcomes[1], GatewayOutcome::no("do_not_honor"));
    EXPECT_EQ(outcomes[2], ok_);
    EXPECT_EQ(outcomes[3], ok_);
    EXPECT_TRUE(ask_all({}).empty());
}

INSTANTIATE_TEST_SUITE_P(
    Gateways, GatewayContract,
    testing::Values(Kind{"Model", [] { return std::make_unique<ModelSubject>(); }},
                    Kind{"TestGateway", [] { return std::make_unique<TestGatewaySubject>(false); }},
                    Kind{"TestGatewayReopened",
                         [] { return std::make_unique<TestGatewaySubject>(true); }}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace viaja::payment
