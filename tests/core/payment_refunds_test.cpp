// Refunds of a part of what was captured (core/payment.hpp).

#include <gtest/gtest.h>

#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

const Instant kNow = from_micros(1'800'000'000'000'000);

Payment captured() {
    Payment payment;
    payment.id = {.session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001"),
                  .attempt = 1};
    payment.state = State::captured;
    payment.amount = {.amount = 179'990, .currency = "BRL"};
    return payment;
}

PaymentCommand refund_of_all() {
    PaymentCommand command;
    command.command = Command::refund;
    command.session_id = captured().id.session_id;
    command.attempt = 1;
    command.amount = captured().amount;
    return command;
}

PaymentCommand refund_of(std::int64_t sum) {
    auto command = refund_of_all();
    command.refund = Money{sum, "BRL"};
    return command;
}

TEST(PaymentRefunds, APartIsRefundedAndTheRestLater) {
    const auto first = decide(captured(), refund_of(40'000), kNow);
    EXPECT_EQ(first.next.state, State::refunding);
    EXPECT_EQ(first.next.refund_to, 40'000);
    const auto done = take(first.next, Operation::refund, 40'000, GatewayOutcome::ok(), kNow);
    EXPECT_EQ(done.next.state, State::captured);
    EXPECT_EQ(done.next.refunded, 40'000);
    EXPECT_EQ(done.reply, (Reply{Answer::refunded, "", Money{40'000, "BRL"}}));

    const auto rest = decide(done.next, refund_of_all(), kNow);
    EXPECT_EQ(rest.next.state, State::refunding);
    EXPECT_EQ(rest.next.refund_to, 0) << "the whole";
    const auto whole = take(rest.next, Operation::refund, 0, GatewayOutcome::ok(), kNow);
    EXPECT_EQ(whole.next.state, State::refunded);
    EXPECT_EQ(whole.reply, (Reply{Answer::refunded, "", std::nullopt}));
}

TEST(PaymentRefunds, ACopyOfAnOlderRefundMovesNothing) {
    auto payment = captured();
    payment.refunded = 40'000;
    for (const std::int64_t sum : {10'000, 40'000}) {
        const auto copy = decide(payment, refund_of(sum), kNow);
        EXPECT_EQ(copy.next, payment);
        EXPECT_FALSE(copy.call);
        EXPECT_EQ(copy.reply, (Reply{Answer::refunded, "", Money{40'000, "BRL"}}));
    }
    const auto next = decide(payment, refund_of(60'000), kNow).next;
    const auto late = take(next, Operation::refund, 40'000, GatewayOutcome::ok(), kNow);
    EXPECT_EQ(late.next, next) << "the outcome of the older refund";
    EXPECT_FALSE(late.reply);
    EXPECT_EQ(decide(next, refund_of(40'000), kNow).reply,
              (Reply{Answer::refunded, "", Money{40'000, "BRL"}}));
}

TEST(PaymentRefunds, ARefundOfNothingMovesNothing) {
    const auto decision = decide(captured(), refund_of(0), kNow);
    EXPECT_EQ(decision.next, captured());
    EXPECT_FALSE(decision.call);
    EXPECT_EQ(decision.reply, (Reply{Answer::refunded, "", Money{0, "BRL"}}));
}

TEST(PaymentRefunds, NoMoreIsRefundedThanWasCaptured) {
    const auto decision = decide(captured(), refund_of(179'991), kNow);
    EXPECT_EQ(decision.next, captured());
    EXPECT_EQ(decision.reply, (Reply{Answer::refused, "more_than_captured", std::nullopt}));
    EXPECT_TRUE(decision.unreachable);
}

}  // namespace
}  // namespace viaja::payment
