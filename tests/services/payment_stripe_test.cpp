// The adapter for Stripe beyond its contract: what it asks, what it takes for a refusal, deaths in
// between, several adapters at once. Faults at each request: payment_stripe_faults_test.cpp.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/services/stripe_world.hpp"

namespace viaja::payment {
namespace {

using Fault = StripeFault;
using std::chrono::minutes;

std::string header(const OutgoingRequest& request, const std::string& name) {
    for (const auto& [own, value] : request.headers)
        if (own == name) return value;
    return "none";
}

TEST_F(StripeGatewayTest, APaymentIsCreatedConfirmedCapturedAndRefunded) {
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(intent().status, "requires_capture");
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(ask(refund_call(40, 40)), ok_);
    EXPECT_EQ(stripe_.requests_in_one_line(),
              "method create confirm retrieve capture retrieve refunds refund");
    EXPECT_EQ(intent().stem, stem_);
    EXPECT_EQ(intent().currency, "brl");
    EXPECT_EQ(stripe_.refunds().at(0).call, stem_ + "/refund/40");
    EXPECT_EQ(stripe_.keys(), (std::vector<std::string>{
                                  stem_ + "/authorize/method", stem_ + "/authorize/create",
                                  stem_ + "/authorize", stem_ + "/capture", stem_ + "/refund/40"}));
    const auto create = stripe_.last("create");
    EXPECT_EQ(header(create, "Authorization"), "Bearer " + std::string(kSecret));
    EXPECT_EQ(header(create, "Stripe-Version"), kStripeVersion);
    EXPECT_EQ(create.body,
              "amount=100&currency=brl&capture_method=manual&payment_method_types%5B0%5D=card"
              "&payment_method=pm_ok&metadata%5Bviaja_payment%5D="
              "01980000-0000-7000-8000-000000000001%2F1");
    EXPECT_EQ(stripe_.last("confirm").body, "error_on_requires_action=true");
    EXPECT_EQ(stripe_.last("capture").body, "amount_to_capture=100");
}

TEST_F(StripeGatewayTest, APaymentMethodNeedsNoToken) {
    EXPECT_EQ(ask(call(Operation::authorize, "pm_card_visa")), ok_);
    EXPECT_EQ(stripe_.requests_in_one_line(), "create confirm");
    EXPECT_EQ(intent().method, "pm_card_visa");
}

TEST_F(StripeGatewayTest, WhatCouldBeACardNumberIsNotSentOn) {
    EXPECT_EQ(ask(call(Operation::authorize, "4111111111111111")),
              GatewayOutcome::no("unknown_token"));
    EXPECT_TRUE(stripe_.requests().empty());
}

TEST_F(StripeGatewayTest, AmountsAreMinorUnitsOfTheirCurrency) {
    auto yen = call(Operation::authorize);
    yen.amount = {1031, "JPY"};
    EXPECT_EQ(ask(yen), ok_);
    EXPECT_EQ(intent().amount, 1031);
    EXPECT_EQ(intent().currency, "jpy");
    auto capture = call(Operation::capture);
    capture.amount = {1031, "BRL"};
    EXPECT_EQ(ask(capture), GatewayOutcome::no("amount_mismatch"));
    EXPECT_EQ(intent().status, "requires_capture");
}

TEST_F(StripeGatewayTest, AnAnswerThatWasGivenIsGivenAgainWithoutARequest) {
    ask(Operation::authorize);
    const auto before = stripe_.requests().size();
    open();
    EXPECT_EQ(ask(call(Operation::authorize, "tok_do_not_honor")), ok_);
    EXPECT_EQ(stripe_.requests().size(), before);
}

TEST_F(StripeGatewayTest, ARefusalHasTheDeclineCode) {
    EXPECT_EQ(ask(call(Operation::authorize, "tok_do_not_honor", 1)),
              GatewayOutcome::no("do_not_honor"));
    EXPECT_EQ(ask(call(Operation::authorize, "tok_asks_the_bank", 2)),
              GatewayOutcome::no("authentication_required"));
    EXPECT_EQ(ask(call(Operation::authorize, "tok_unknown", 3)),
              GatewayOutcome::no("resource_missing"));
    EXPECT_EQ(ask(call(Operation::authorize, "pm_unknown", 4)),
              GatewayOutcome::no("resource_missing"));
    EXPECT_EQ(confirmations(), 0);
}

TEST_F(StripeGatewayTest, ADeclineWhoseAnswerWasLostIsFound) {
    stripe_.fail("confirm", Fault::answer_lost);
    EXPECT_EQ(ask(call(Operation::authorize, "tok_do_not_honor")), silence_);
    stripe_.forget_keys();
    EXPECT_EQ(ask(call(Operation::authorize, "tok_do_not_honor")),
              GatewayOutcome::no("do_not_honor"));
    EXPECT_EQ(stripe_.count("confirm"), 1U);
}

TEST_F(StripeGatewayTest, WhatCannotBeConfirmedIsGivenUpBeforeItIsRefused) {
    stripe_.fail("confirm", Fault::unacceptable);
    EXPECT_EQ(ask(Operation::authorize), GatewayOutcome::no("parameter_missing"));
    EXPECT_EQ(intent().status, "canceled");
    stripe_.fail("cancel", Fault::request_lost);
    stripe_.fail("confirm", Fault::unacceptable);
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok", 2)), silence_) << "it may be confirmed yet";
}

TEST_F(StripeGatewayTest, ACaptureThatIsNotAcceptedWaits) {
    ask(Operation::authorize);
    stripe_.fail("capture", Fault::unacceptable);
    EXPECT_EQ(ask(Operation::capture), silence_);
    EXPECT_EQ(ask(Operation::capture), ok_);
}

TEST_F(StripeGatewayTest, ACaptureThatIsNotPossibleIsMadeAgainUnderANewKey) {
    ask(Operation::authorize);
    stripe_.fail("capture", Fault::not_possible);
    EXPECT_EQ(ask(Operation::capture), silence_);
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(stripe_.keys().back(), stem_ + "/capture#1");
}

TEST_F(StripeGatewayTest, ACaptureThatTheBankRefusedKeepsItsKey) {
    ask(Operation::authorize);
    stripe_.fail("capture", Fault::card_error);
    refusing_.refusals = 1;
    EXPECT_EQ(ask(Operation::capture), silence_) << "the answer was not kept";
    EXPECT_EQ(ask(Operation::capture), GatewayOutcome::no("balance_insufficient"));
    EXPECT_EQ(stripe_.keys().back(), stem_ + "/capture");
    EXPECT_EQ(StripeStore(*connection_).generation(stem_ + "/capture", Duration(0)), 0)
        << "another adapter is to get the same answer";
    EXPECT_EQ(intent().received, 0);
}

TEST_F(StripeGatewayTest, AnIntentIsGivenUpUnderANewKeyWhereThatWasNotPossible) {
    stripe_.fail("confirm", Fault::unacceptable, 2);
    stripe_.fail("cancel", Fault::not_possible);
    EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_EQ(ask(Operation::authorize), GatewayOutcome::no("parameter_missing"));
    EXPECT_EQ(intent().status, "canceled");
}

TEST_F(StripeGatewayTest, AVoidOfAnUnknownPaymentForbidsItAndLooksForIt) {
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(ask(Operation::authorize), GatewayOutcome::no("voided"));
    EXPECT_EQ(ask(Operation::capture), GatewayOutcome::no("voided"));
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(stripe_.requests_in_one_line(), "search");
}

/// Another process voids while that request of the authorization is on its way.
class StripeVoid : public StripeGatewayTest, public testing::WithParamInterface<const char*> {};

TEST_P(StripeVoid, OnTheWayForbidsTheConfirmation) {
    stripe_.fail(GetParam(), Fault::held);
    AnswerOfStripe authorized;
    gateway_->perform({call(Operation::authorize)}, authorized.callback());
    stripe_.await_held();
    const auto other = made();
    EXPECT_EQ(ask(*other, call(Operation::void_)), ok_);
    stripe_.release();
    EXPECT_EQ(authorized.wait(), GatewayOutcome::no("voided"));
    EXPECT_EQ(confirmations(), 0);
    const bool is_known = std::string_view(GetParam()) == "confirm";
    EXPECT_EQ(intent().status, is_known ? "canceled" : "requires_confirmation");
}

INSTANTIATE_TEST_SUITE_P(Requests, StripeVoid, testing::Values("method", "create", "confirm"),
                         [](const auto& test) { return std::string(test.param); });

TEST_F(StripeGatewayTest, AProcessThatDiesBehindTheCreationLeadsToOneAuthorization) {
    refusing_.refusals = 1;
    EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_EQ(stripe_.requests_in_one_line(), "method create");
    stripe_.forget_keys();
    open();
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(stripe_.intents().size(), 2U) << "one was never confirmed";
    EXPECT_EQ(confirmations(), 1);
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(intent().status, "canceled");
}

TEST_F(StripeGatewayTest, AProcessThatDiesBeforeTheConfirmationGoesOnWithItsIntent) {
    stripe_.fail("confirm", Fault::request_lost);
    EXPECT_EQ(ask(Operation::authorize), silence_);
    open();
    EXPECT_EQ(ask(call(Operation::authorize, "tok_do_not_honor")), ok_) << "the first token counts";
    EXPECT_EQ(stripe_.intents().size(), 1U);
}

TEST_F(StripeGatewayTest, AnAuthorizationThatStripeEndedIsNotCaptured) {
    ask(Operation::authorize);
    stripe_.change([](auto& intent) { intent.status = "canceled"; });
    EXPECT_EQ(ask(Operation::capture), GatewayOutcome::no("voided"));
    EXPECT_EQ(ask(Operation::void_), ok_);
}

TEST_F(StripeGatewayTest, AnAuthorizationThatWasNeverAnsweredAndVoidedWasOne) {
    stripe_.fail("confirm", Fault::answer_lost);
    EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_EQ(ask(Operation::capture), GatewayOutcome::no("voided"));
}

TEST_F(StripeGatewayTest, AStateThatPassesIsSilence) {
    ask(Operation::authorize);
    stripe_.change([](auto& intent) { intent.status = "processing"; });
    for (const auto operation : {Operation::capture, Operation::void_, Operation::refund})
        EXPECT_EQ(ask(operation), silence_);
    stripe_.change([](auto& intent) { intent.status = "requires_capture"; });
    EXPECT_EQ(ask(Operation::capture), ok_);
}

TEST_F(StripeGatewayTest, ItsAnswersAreOnTheLedgerWithoutTheToken) {
    ask(Operation::authorize);
    ask(Operation::capture);
    ask(refund_call(40, 40));
    EXPECT_EQ(ledger_.balance(stem_),
              (Balance{.authorized = 100, .captured = 100, .refunded = 40}));
    for (const auto& execution : ledger_.after("", 10)) {
        EXPECT_EQ(execution.token, "");
        EXPECT_EQ(execution.amount.currency, "BRL");
    }
}

TEST_F(StripeGatewayTest, TwoAdaptersAtOnceMoveTheMoneyOnce) {
    const auto other = made();
    for (int attempt = 1; attempt <= 20; ++attempt) {
        for (const auto operation : {Operation::authorize, Operation::capture, Operation::refund}) {
            const auto asked = call(operation, "tok_ok", attempt);
            AnswerOfStripe one;
            AnswerOfStripe two;
            gateway_->perform({asked}, one.callback());
            other->perform({asked}, two.callback());
            const auto answers = {one.wait(), two.wait()};
            for (const auto& answer : answers)
                EXPECT_NE(answer.kind, GatewayOutcome::Kind::no) << answer.reason;
            EXPECT_EQ(ask(asked), ok_);
        }
    }
    EXPECT_EQ(confirmations(), 20);
    EXPECT_EQ(refunded(), std::vector<std::int64_t>(20, 100));
}

TEST_F(StripeGatewayTest, CallsOfOnePaymentWaitForEachOtherAndNoOthersDo) {
    open({.threads = 2});
    stripe_.fail("create", Fault::held);
    AnswerOfStripe first;
    AnswerOfStripe second;
    gateway_->perform({call(Operation::authorize)}, first.callback());
    gateway_->perform({call(Operation::capture)}, second.callback());
    stripe_.await_held();
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok", 2)), ok_);
    EXPECT_FALSE(second.is_there());
    stripe_.release();
    EXPECT_EQ(first.wait(), ok_);
    EXPECT_EQ(second.wait(), ok_);
}

TEST_F(StripeGatewayTest, WhatDoesNotFitIsSilentAtOnce) {
    open({.threads = 1, .waiting_max = 1});
    stripe_.fail("create", Fault::held);
    AnswerOfStripe first;
    gateway_->perform({call(Operation::authorize, "tok_ok", 1)}, first.callback());
    stripe_.await_held();
    AnswerOfStripe second;
    gateway_->perform({call(Operation::authorize, "tok_ok", 2)}, second.callback());
    EXPECT_EQ(ask(call(Operation::authorize, "tok_ok", 3)), silence_);
    stripe_.release();
    EXPECT_EQ(second.wait(), ok_);
    EXPECT_EQ(stripe_.intents().size(), 2U);
}

TEST_F(StripeGatewayTest, ItEndsWhileAnAnswerIsWaitedFor) {
    stripe_.fail("create", Fault::held);
    AnswerOfStripe held;
    AnswerOfStripe waiting;
    gateway_->perform({call(Operation::authorize)}, held.callback());
    gateway_->perform({call(Operation::capture)}, waiting.callback());
    stripe_.await_held();
    gateway_.reset();
    EXPECT_FALSE(waiting.is_there());
}

TEST_F(StripeGatewayTest, AWrongSecretIsReportedOnceAMinuteAndNeverShown) {
    stripe_.fail("method", Fault::no_rights, 3);
    for (int calls = 0; calls < 2; ++calls)
        EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_FALSE(gateway_->reachable());
    const std::string refused =
        "payment gateway refuses the key · request=payment method status=401 "
        "reason=invalid_request_error";
    const std::string unavailable =
        "payment gateway unavailable, calls wait · error=payment method: 401 "
        "invalid_request_error";
    EXPECT_EQ(said(), (std::vector<std::string>{refused, unavailable}));
    clock_.advance(minutes(1));
    EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_EQ(said(), (std::vector<std::string>{refused, unavailable, refused}));
    EXPECT_EQ(ask(Operation::authorize), ok_);
    EXPECT_TRUE(gateway_->reachable());
    EXPECT_EQ(said().back(), "payment gateway available again");
    for (const auto& line : said())
        EXPECT_EQ(line.find("sk_"), std::string::npos) << line;
}

TEST_F(StripeGatewayTest, ALookAsksStripeOnlyWhileItIsUnreachable) {
    for (int looks = 0; looks < 20; ++looks)
        EXPECT_TRUE(gateway_->look());
    EXPECT_TRUE(stripe_.requests().empty());
    stripe_.fail("method", Fault::busy);
    ask(Operation::authorize);
    for (int looks = 1; looks < 10; ++looks)
        EXPECT_FALSE(gateway_->look());
    EXPECT_TRUE(gateway_->look());
    EXPECT_EQ(stripe_.count("look"), 1U);
}

TEST_F(StripeGatewayTest, ALookFindsADatabaseThatIsUnavailable) {
    connection_->execute("ALTER TABLE stripe_intents RENAME TO elsewhere");
    EXPECT_FALSE(gateway_->look());
    EXPECT_EQ(ask(Operation::authorize), silence_);
    EXPECT_TRUE(stripe_.requests().empty());
    connection_->execute("ALTER TABLE elsewhere RENAME TO stripe_intents");
    EXPECT_EQ(ask(Operation::authorize), ok_);
}

}  // namespace
}  // namespace viaja::payment
