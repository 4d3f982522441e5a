// The adapter for Stripe where an answer is lost, fails or is refused for now, at each request of a
// payment's life: every call is answered in the end, and money moves once.

#include <string>
#include <vector>

#include "tests/services/stripe_world.hpp"

namespace viaja::payment {
namespace {

using Fault = StripeFault;

/// A fault at one request of a payment's life.
struct Trouble {
    std::string request;
    Fault fault;
    int times;
};

class StripeTroubles : public StripeGatewayTest, public testing::WithParamInterface<Trouble> {
  protected:
    StripeTroubles() { stripe_.fail(GetParam().request, GetParam().fault, GetParam().times); }
};

TEST_P(StripeTroubles, APaymentIsCapturedAndRefundedOnce) {
    EXPECT_EQ(ask_until_answered(call(Operation::authorize)), ok_);
    EXPECT_EQ(ask_until_answered(call(Operation::capture)), ok_);
    EXPECT_EQ(ask_until_answered(refund_call(33, 33)), ok_);
    EXPECT_EQ(ask_until_answered(refund_call(67, 0)), ok_);
    EXPECT_EQ(confirmations(), 1);
    EXPECT_EQ(intent().received, 100);
    EXPECT_EQ(refunded(), (std::vector<std::int64_t>{33, 67}));
    EXPECT_EQ(ledger_.balance(stem_).paid(), 0);
}

TEST_P(StripeTroubles, AnAuthorizationIsVoided) {
    EXPECT_EQ(ask_until_answered(call(Operation::authorize)), ok_);
    EXPECT_EQ(ask_until_answered(call(Operation::void_)), ok_);
    EXPECT_EQ(ask_until_answered(call(Operation::capture)), GatewayOutcome::no("voided"));
    EXPECT_EQ(confirmations(), 1);
    EXPECT_EQ(intent().status, "canceled");
    EXPECT_EQ(ledger_.balance(stem_).open(), 0);
}

TEST_P(StripeTroubles, AnAuthorizationThatIsNotWaitedForIsVoided) {
    const auto first = ask(call(Operation::authorize));
    EXPECT_EQ(ask_until_answered(call(Operation::void_)), ok_);
    stripe_.forget_keys();
    const auto second = ask_until_answered(call(Operation::authorize));
    const bool answered = first.kind != GatewayOutcome::Kind::silence;
    EXPECT_TRUE(!answered || second == first);
    for (const auto& one : stripe_.intents())
        EXPECT_NE(one.status, "requires_capture");
    EXPECT_LE(confirmations(), 1);
}

std::vector<Trouble> all_troubles() {
    std::vector<Trouble> all;
    for (const auto* request :
         {"method", "create", "confirm", "retrieve", "capture", "cancel", "refund", "refunds"}) {
        for (const auto fault : {Fault::request_lost, Fault::answer_lost, Fault::failed_before,
                                 Fault::failed_behind, Fault::busy, Fault::conflict}) {
            for (const int times : {1, 2})
                all.push_back({request, fault, times});
        }
    }
    return all;
}

std::string name_of_trouble(const testing::TestParamInfo<Trouble>& test) {
    const auto& [request, fault, times] = test.param;
    const auto* const kind = fault == Fault::request_lost    ? "RequestLost"
                             : fault == Fault::answer_lost   ? "AnswerLost"
                             : fault == Fault::failed_before ? "FailedBefore"
                             : fault == Fault::failed_behind ? "FailedBehind"
                             : fault == Fault::busy          ? "Busy"
                                                             : "Conflict";
    return request + kind + std::to_string(times);
}

INSTANTIATE_TEST_SUITE_P(All, StripeTroubles, testing::ValuesIn(all_troubles()), name_of_trouble);

}  // namespace
}  // namespace viaja::payment
