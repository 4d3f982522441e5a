// Voids and refunds at Stripe that are not simply done: what is lost, what Stripe or a bank
// refuses, and what a person has done by hand.

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/services/stripe_world.hpp"

namespace viaja::payment {
namespace {

using Fault = StripeFault;

TEST_F(StripeGatewayTest, ARefundIsFoundAfterStripeHasForgottenItsKey) {
    ask(Operation::authorize);
    ask(Operation::capture);
    ask(refund_call(10, 10));
    ask(refund_call(20, 30));
    stripe_.fail("refund", Fault::answer_lost);
    EXPECT_EQ(ask(refund_call(30, 60)), silence_);
    stripe_.forget_keys();
    open();
    ask(refund_call(15, 75));  // two more, so that it stands on another page of the list
    ask(refund_call(15, 90));
    EXPECT_EQ(ask(refund_call(30, 60)), ok_);
    EXPECT_EQ(refunded(), (std::vector<std::int64_t>{10, 20, 30, 15, 15}));
}

TEST_F(StripeGatewayTest, ARefundThatFailedIsMadeAgainAfterAMinute) {
    ask(Operation::authorize);
    ask(Operation::capture);
    stripe_.fail("refund", Fault::failed_before);
    EXPECT_EQ(ask(Operation::refund), silence_);
    clock_.advance(std::chrono::seconds(59));
    EXPECT_EQ(ask(Operation::refund), silence_) << "Stripe repeats the failure";
    EXPECT_TRUE(refunded().empty());
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(ask(Operation::refund), ok_);
    EXPECT_EQ(refunded(), std::vector<std::int64_t>{100});
    EXPECT_EQ(stripe_.keys().back(), stem_ + "/refund#1");
}

TEST_F(StripeGatewayTest, ARefundThatFailedIsMadeAgainAMinuteAfterTheClockWasSetBack) {
    ask(Operation::authorize);
    ask(Operation::capture);
    stripe_.fail("refund", Fault::failed_before);
    EXPECT_EQ(ask(Operation::refund), silence_);
    clock_.step(-std::chrono::hours(5));
    EXPECT_EQ(ask(Operation::refund), silence_);
    clock_.advance(std::chrono::minutes(1));
    EXPECT_EQ(ask(Operation::refund), ok_);
}

/// What Stripe keeps under the key of the request for a day, and its reason.
struct Refusal {
    Fault fault;
    std::string reason;
};

class StripeRefusal : public StripeGatewayTest, public testing::WithParamInterface<Refusal> {};

TEST_P(StripeRefusal, OfARefundIsSaidAndTheRefundMadeUnderANewKeyAfterAMinute) {
    const auto no = GatewayOutcome::no(GetParam().reason);
    ask(Operation::authorize);
    ask(Operation::capture);
    stripe_.fail("refund", GetParam().fault);
    EXPECT_EQ(ask(Operation::refund), no);
    clock_.advance(std::chrono::seconds(59));
    EXPECT_EQ(ask(Operation::refund), no) << "Stripe repeats it";
    EXPECT_TRUE(refunded().empty());
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(ask(Operation::refund), ok_);
    EXPECT_EQ(refunded(), std::vector<std::int64_t>{100});
    EXPECT_EQ(stripe_.keys().back(), stem_ + "/refund#1");
}

TEST_P(StripeRefusal, OfARefundLeadsToOneRefundThoughTheNextAnswerIsLost) {
    ask(Operation::authorize);
    ask(Operation::capture);
    stripe_.fail("refund", GetParam().fault);
    ask(Operation::refund);
    clock_.advance(std::chrono::minutes(1));
    stripe_.fail("refund", Fault::answer_lost);
    EXPECT_EQ(ask(Operation::refund), silence_);
    stripe_.forget_keys();
    clock_.advance(std::chrono::minutes(2));
    EXPECT_EQ(ask(Operation::refund), ok_);
    EXPECT_EQ(refunded(), std::vector<std::int64_t>{100});
}

TEST_P(StripeRefusal, OfACancellationIsSaidAndTheIntentCancelledUnderANewKey) {
    ask(Operation::authorize);
    stripe_.fail("cancel", GetParam().fault);
    EXPECT_EQ(ask(Operation::void_), GatewayOutcome::no(GetParam().reason));
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(intent().status, "canceled");
    EXPECT_EQ(stripe_.keys().back(), stem_ + "/void/pi_1#1");
}

INSTANTIATE_TEST_SUITE_P(Kinds, StripeRefusal,
                         testing::Values(Refusal{Fault::not_possible, "charge_disputed"},
                                         Refusal{Fault::card_error, "balance_insufficient"}),
                         [](const auto& test) {
                             const bool card = test.param.fault == Fault::card_error;
                             return std::string(card ? "CardError" : "NotPossible");
                         });

TEST_F(StripeGatewayTest, ARefundThatStripeCouldNotBringBackIsRefused) {
    ask(Operation::authorize);
    ask(Operation::capture);
    stripe_.fail("refund", Fault::answer_lost);
    EXPECT_EQ(ask(refund_call(60, 60)), silence_);
    stripe_.change_refunds([](auto& refund) { refund.status = "failed"; });
    EXPECT_EQ(ask(refund_call(60, 60)), GatewayOutcome::no("refund_failed"));
    EXPECT_EQ(ask(refund_call(60, 60)), GatewayOutcome::no("refund_failed")) << "not made again";
    EXPECT_EQ(stripe_.count("refund"), 1U);
    EXPECT_EQ(ask(refund_call(100, 160)), ok_) << "all of it is left";
}

TEST_F(StripeGatewayTest, ARefundThatFailedIsAnsweredOnceAPersonHasMadeAnother) {
    ask(Operation::authorize);
    ask(Operation::capture);
    ask(refund_call(10, 10));
    stripe_.fail("refund", Fault::answer_lost);
    EXPECT_EQ(ask(refund_call(60, 70)), silence_);
    const auto key = refund_call(60, 70).key();
    stripe_.change_refunds([&](auto& refund) {
        if (refund.call == key) refund.status = "failed";
    });
    EXPECT_EQ(ask(refund_call(60, 70)), GatewayOutcome::no("refund_failed"));
    stripe_.change_refunds([&](auto& refund) {  // one by hand, with the call in its metadata
        if (refund.amount == 10) refund.call = key;
    });
    EXPECT_EQ(ask(refund_call(60, 70)), ok_);
    EXPECT_EQ(stripe_.count("refund"), 2U);
}

TEST_F(StripeGatewayTest, MoreThanIsLeftMayBeLeftLater) {
    ask(Operation::authorize);
    ask(Operation::capture);
    ask(refund_call(60, 60));
    EXPECT_EQ(ask(refund_call(41, 101)), GatewayOutcome::no("more_than_captured"));
    stripe_.change_refunds([](auto& refund) { refund.status = "failed"; });
    EXPECT_EQ(ask(refund_call(41, 101)), ok_);
    EXPECT_EQ(ask(refund_call(41, 101)), ok_);
    EXPECT_EQ(refunded(), (std::vector<std::int64_t>{60, 41}));
}

TEST_F(StripeGatewayTest, WhatAPersonHasSettledIsAnsweredYes) {
    ask(Operation::authorize);
    ask(Operation::capture);
    EXPECT_EQ(ask(Operation::void_), GatewayOutcome::no("captured"));
    EXPECT_EQ(ask(refund_call(101, 101)), GatewayOutcome::no("more_than_captured"));
    stripe_.change([&](auto& intent) { intent.settled = stem_ + "/void"; });
    EXPECT_EQ(ask(refund_call(101, 101)), GatewayOutcome::no("more_than_captured"))
        << "of another call";
    EXPECT_EQ(ask(Operation::void_), ok_);
    stripe_.change([&](auto& intent) { intent.settled = stem_ + "/refund/101"; });
    EXPECT_EQ(ask(refund_call(101, 101)), ok_);
    EXPECT_EQ(stripe_.count("cancel") + stripe_.count("refund"), 0U);
    open();
    stripe_.change([](auto& intent) { intent.settled.clear(); });
    EXPECT_EQ(ask(Operation::void_), ok_) << "a yes is for ever";
}

TEST_F(StripeGatewayTest, APaymentThatIsOpenIsCancelledThoughAPersonSaysItIsSettled) {
    ask(Operation::authorize);
    stripe_.change([&](auto& intent) { intent.settled = stem_ + "/void"; });
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(intent().status, "canceled");
}

TEST_F(StripeGatewayTest, TheLastNoToAnUndoStandsOnTheLedgerUntilItsYes) {
    const auto last = [&] {
        for (const auto& execution : ledger_.after("", 10)) {
            if (execution.operation != Operation::refund) continue;
            return std::string(name_of(execution.outcome)) + " " + execution.reason;
        }
        return std::string("none");
    };
    ask(Operation::authorize);
    ask(Operation::refund);
    EXPECT_EQ(last(), "no not_captured");
    ask(Operation::capture);
    stripe_.change([](auto& intent) { intent.received = 99; });
    ask(Operation::refund);
    EXPECT_EQ(last(), "no more_than_captured");
    EXPECT_EQ(ledger_.balance(stem_).refunded, 0);
    stripe_.change([](auto& intent) { intent.received = 100; });
    ask(Operation::refund);
    EXPECT_EQ(last(), "ok ");
    EXPECT_EQ(ledger_.balance(stem_).paid(), 0);
}

TEST_F(StripeGatewayTest, ARefundMadeByHandCounts) {
    ask(Operation::authorize);
    ask(Operation::capture);
    ask(refund_call(60, 60));
    stripe_.change_refunds([](auto& refund) { refund.call.clear(); });
    EXPECT_EQ(ask(refund_call(41, 101)), GatewayOutcome::no("more_than_captured"));
    EXPECT_EQ(ask(refund_call(40, 100)), ok_);
}

}  // namespace
}  // namespace viaja::payment
