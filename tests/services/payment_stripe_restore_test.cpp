// The adapter for Stripe after a restore: its rows are those of an older moment, and what cards
// were charged in the world is not undone by that.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/services/stripe_world.hpp"

namespace viaja::payment {
namespace {

using Fault = StripeFault;

class StripeRestoreTest : public StripeGatewayTest {
  protected:
    /// A copy of the rows from before the payment, restored a day later.
    void restore() {
        gateway_.reset();
        for (const auto* table : {"stripe_intents", "stripe_keys", "executions"})
            connection_->execute("DELETE FROM " + std::string(table));
        stripe_.forget_keys();
        stripe_.index();
        open();
    }
    GatewayCall authorize_again() const {
        auto again = call(Operation::authorize);
        again.is_again = true;
        return again;
    }
};

TEST_F(StripeRestoreTest, AVoidEndsWhatIsReserved) {
    ask(Operation::authorize);
    restore();
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(intent().status, "canceled");
    EXPECT_EQ(ask(authorize_again()), GatewayOutcome::no("voided"));
    EXPECT_EQ(ask(Operation::capture), GatewayOutcome::no("voided"));
    EXPECT_EQ(stripe_.intents().size(), 1U);
}

TEST_F(StripeRestoreTest, AVoidOfWhatWasChargedIsRefusedUntilAPersonHasSettledIt) {
    ask(Operation::authorize);
    ask(Operation::capture);
    restore();
    for (int times = 0; times < 2; ++times)
        EXPECT_EQ(ask(Operation::void_), GatewayOutcome::no("captured"));
    EXPECT_EQ(intent().status, "succeeded");
    stripe_.change([&](auto& intent) { intent.settled = stem_ + "/void"; });
    EXPECT_EQ(ask(Operation::void_), ok_);
}

TEST_F(StripeRestoreTest, AVoidEndsEachIntentOfThePayment) {
    refusing_.refusals = 1;
    EXPECT_EQ(ask(Operation::authorize), silence_) << "its first intent has no row";
    stripe_.forget_keys();
    EXPECT_EQ(ask(Operation::authorize), ok_);
    ask(call(Operation::authorize, "tok_ok", 2));
    restore();
    EXPECT_EQ(ask(Operation::void_), ok_);
    std::string states;
    for (const auto& one : stripe_.intents())
        states += one.stem.substr(one.stem.size() - 1) + " " + one.status + ", ";
    EXPECT_EQ(states, "1 canceled, 1 canceled, 2 requires_capture, ");
}

TEST_F(StripeRestoreTest, WhatIsReservedIsCaptured) {
    ask(Operation::authorize);
    restore();
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(intent().received, 100);
}

TEST_F(StripeRestoreTest, WhatWasCapturedIsNotCapturedTwiceAndIsRefundedOnce) {
    ask(Operation::authorize);
    ask(Operation::capture);
    restore();
    EXPECT_EQ(ask(Operation::capture), ok_);
    EXPECT_EQ(ask(Operation::refund), ok_);
    restore();
    EXPECT_EQ(ask(Operation::refund), ok_);
    EXPECT_EQ(stripe_.count("capture"), 1U);
    EXPECT_EQ(refunded(), std::vector<std::int64_t>{100});
}

TEST_F(StripeRestoreTest, AnAuthorizeThatIsAskedAgainFindsItsAuthorization) {
    refusing_.refusals = 1;
    ask(Operation::authorize);
    stripe_.forget_keys();
    ask(Operation::authorize);
    restore();
    EXPECT_EQ(ask(authorize_again()), ok_);
    EXPECT_EQ(stripe_.intents().size(), 2U);
    EXPECT_EQ(confirmations(), 1);
    EXPECT_EQ(ask(Operation::capture), ok_) << "of the one with the money";
}

TEST_F(StripeRestoreTest, AnAuthorizeThatIsAskedAgainBeginsWhereNothingIsFound) {
    EXPECT_EQ(ask(authorize_again()), ok_);
    EXPECT_EQ(stripe_.requests_in_one_line(), "search method create confirm");
}

TEST_F(StripeRestoreTest, WhereStripeDoesNotSayWhatThereIsNothingIsAnswered) {
    ask(Operation::authorize);
    restore();
    for (const auto fault : {Fault::request_lost, Fault::answer_lost, Fault::failed_before,
                             Fault::busy, Fault::unacceptable}) {
        for (const auto* request : {"search", "retrieve"}) {
            for (const auto operation : {Operation::capture, Operation::refund}) {
                stripe_.fail(request, fault);
                EXPECT_EQ(ask(operation), silence_);
            }
            stripe_.fail(request, fault);
            EXPECT_EQ(ask(authorize_again()), silence_);
        }
    }
    stripe_.fail("search", Fault::request_lost);
    EXPECT_EQ(ask(Operation::void_), silence_);
    EXPECT_EQ(intent().status, "requires_capture");
    EXPECT_EQ(ask(Operation::void_), ok_);
    EXPECT_EQ(intent().status, "canceled");
}

}  // namespace
}  // namespace viaja::payment
