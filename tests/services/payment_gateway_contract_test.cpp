// What payment-service/gateway.hpp promises, held against every gateway there is.

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/curl/curl_http_client.hpp"
#include "payment-service/stripe/stripe_gateway.hpp"
#include "tests/http/client.hpp"
#include "tests/properties/payment_model_gateway.hpp"
#include "tests/services/payment_world.hpp"
#include "tests/services/stripe_stand_in.hpp"

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
        migrate(*connection_, "gateway", gateway_migrations());
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
    test::TestClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    std::unique_ptr<TestGateway> gateway_;
};

/// The adapter for Stripe on a stand-in, which it reaches without a socket or with one; `reopened`
/// is a new process for each call.
class StripeSubject : public Subject {
  public:
    enum class Way { direct, reopened, http };

    explicit StripeSubject(Way way) : way_(way) {
        migrate(*connection_, "gateway", gateway_migrations());
        if (way_ == Way::http)
            server_.emplace(
                [this](const auto& request, auto respond) { respond(answer(request)); });
        open();
    }

    Gateway& gateway() override {
        if (way_ == Way::reopened) open();
        return *gateway_;
    }

  private:
    void open() {
        gateway_.reset();
        StripeSettings settings{.url = "http://stripe.invalid", .key = "sk_test_1"};
        auto clients = stripe_.clients();
        if (way_ == Way::http) {
            settings.url = "http://127.0.0.1:" + std::to_string(server_->port());
            clients = curl_clients();
        }
        gateway_ = std::make_unique<StripeGateway>(StripeGateway::Parts{database_, clock_, clients},
                                                   settings, Report());
    }
    http::Response answer(const http::Request& request) {
        OutgoingRequest outgoing{.method = request.method,
                                 .url = "http://stripe.invalid" + request.target,
                                 .body = request.body};
        for (const auto* name : {"Idempotency-Key", "Authorization"})
            if (const auto* value = request.headers.find(name))
                outgoing.headers.emplace_back(name, *value);
        auto answer = stripe_.handle(outgoing, [] { return false; });
        return {.status = answer.status, .headers = {}, .body = std::move(answer.body)};
    }
    static std::string unique_name() {
        static int subjects = 0;
        return "stripe-contract-" + std::to_string(++subjects);
    }

    const Way way_;
    test::TestClock clock_;
    SqliteDatabase database_{SqliteDatabase::Memory{unique_name()}, clock_};
    std::unique_ptr<Connection> connection_ = database_.connect();
    StripeStandIn stripe_;
    std::optional<http::testing::RunningServer> server_;
    std::unique_ptr<StripeGateway> gateway_;
};

struct Kind {
    std::string name;
    std::function<std::unique_ptr<Subject>()> make;
};

std::unique_ptr<Subject> stripe(StripeSubject::Way way) {
    return std::make_unique<StripeSubject>(way);
}

class GatewayContract : public testing::TestWithParam<Kind> {
  protected:
    GatewayOutcome ask(Operation operation, int attempt = 1, const std::string& token = "tok_ok") {
        return ask_all({call(operation, attempt, token)}).at(0);
    }

    /// The outcomes in the order of the calls; of calls under one key in that of their answers.
    std::vector<GatewayOutcome> ask_all(const std::vector<GatewayCall>& calls) {
        const auto answers = std::make_shared<Answers>();
        answers->outcomes.resize(calls.size());
        subject_->gateway().perform(
            calls, [answers, calls](const GatewayCall& call, const GatewayOutcome& outcome) {
                answers->take(calls, call.key(), outcome);
            });
        return answers->wait();
    }

    struct Answers {
        std::mutex mutex;
        std::condition_variable wake;
        std::vector<std::optional<GatewayOutcome>> outcomes;

        void take(const std::vector<GatewayCall>& calls, const std::string& key,
                  const GatewayOutcome& outcome) {
            const std::lock_guard guard(mutex);
            for (std::size_t i = 0; i < calls.size(); ++i) {
                if (outcomes[i] || calls[i].key() != key) continue;
                outcomes[i] = outcome;
                return wake.notify_all();
            }
            ADD_FAILURE() << "answered once more: " << key;
        }
        std::vector<GatewayOutcome> wait() {
            std::unique_lock guard(mutex);
            const auto complete = [this] {
                return std::ranges::all_of(outcomes, [](const auto& one) { return !!one; });
            };
            EXPECT_TRUE(wake.wait_for(guard, std::chrono::seconds(30), complete));
            std::vector<GatewayOutcome> all;
            for (const auto& one : outcomes)
                all.push_back(one.value_or(GatewayOutcome::silence()));
            return all;
        }
    };

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

TEST_P(GatewayContract, ANoToAnUndoIsLookedAtAfresh) {
    EXPECT_EQ(ask(Operation::refund).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::refund).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(ask(Operation::void_).kind, GatewayOutcome::Kind::no);
    EXPECT_EQ(ask(Operation::refund), ok_) << "under the key that was answered no";
    EXPECT_EQ(ask(Operation::refund), ok_);
    EXPECT_EQ(ask(Operation::void_).kind, GatewayOutcome::Kind::no) << "what is given back, too";
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
                         [] { return std::make_unique<TestGatewaySubject>(true); }},
                    Kind{"Stripe", [] { return stripe(StripeSubject::Way::direct); }},
                    Kind{"StripeReopened", [] { return stripe(StripeSubject::Way::reopened); }},
                    Kind{"StripeOverHttp", [] { return stripe(StripeSubject::Way::http); }}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace viaja::payment
