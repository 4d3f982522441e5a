// The machine of a charge by Pix, line by line of its table (payment-service/core/charge.hpp).

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "payment-service/core/charge.hpp"
#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kPrice = 103'190;
const Instant kNow = from_micros(1'800'000'000'000'000);

PaymentCommand command(Command which) {
    PaymentCommand command;
    command.command = which;
    command.attempt = 1;
    command.amount = {kPrice, "BRL"};
    command.method = "pix";
    if (which == Command::charge) command.pay_until = kNow + 15min;
    return command;
}

/// A charge that takes what comes, and keeps what it said.
class Told {
  public:
    Told() { charge.id.attempt = 1; }

    Told& ask(Command which, std::optional<std::int64_t> sum = {}) {
        auto wish = command(which);
        if (sum) wish.refund = Money{*sum, "BRL"};
        return apply(decide(charge, wish, now));
    }
    Told& webhook(const std::string& id, std::int64_t amount = kPrice) {
        return apply(take(charge, PaidReceipt{id, amount}, now));
    }
    /// The gateway answers the first open call of this kind.
    Told& answer(ChargeOperation operation, ChargeOutcome::Kind kind = ChargeOutcome::Kind::ok,
                 std::vector<PaidReceipt> receipts = {}) {
        const auto calls = open_calls(charge);
        const auto call = std::ranges::find(calls, operation, &OpenCall::operation);
        EXPECT_NE(call, calls.end()) << "no open call to " << name_of(operation);
        if (call == calls.end()) return *this;
        return apply(take(charge, *call,
                          {.kind = kind, .reason = "no", .code = "CODE", .receipts = receipts},
                          now));
    }

    std::string said() {
        auto text = std::exchange(said_, {});
        if (const auto notice = open_notice(charge))
            text += (text.empty() ? "" : ", ") + words_of(*notice);
        return text;
    }

    Charge charge;
    Instant now = kNow;

  private:
    static std::string words_of(const ChargeReply& reply) {
        auto words = std::string(viaja::name_of(reply.answer));
        if (reply.sum) words += " " + std::to_string(reply.sum->amount);
        if (!reply.reason.empty()) words += ": " + reply.reason;
        return words;
    }
    Told& apply(const ChargeDecision& decision) {
        EXPECT_FALSE(decision.unreachable);
        charge = decision.next;
        if (decision.reply) said_ += (said_.empty() ? "" : ", ") + words_of(*decision.reply);
        return *this;
    }
    std::string said_;
};

Told waiting() {
    Told told;
    told.ask(Command::charge).answer(ChargeOperation::charge);
    EXPECT_EQ(told.said(), "waiting");
    return told;
}

TEST(Charge, WaitsForTheBankAndIsPaidOnce) {
    auto told = waiting();
    EXPECT_EQ(told.charge.code, "CODE");
    EXPECT_EQ(told.ask(Command::charge).said(), "waiting");
    EXPECT_EQ(told.webhook("R1").said(), "paid");
    EXPECT_EQ(told.charge.state, ChargeState::paid);
    EXPECT_EQ(told.webhook("R1").said(), "") << "the same report again";
    EXPECT_EQ(told.ask(Command::charge).said(), "paid");
    EXPECT_TRUE(told.charge.receipts.at(0).kept);
}

TEST(Charge, APaymentThatComesBeforeTheCodeIsTaken) {
    Told told;
    EXPECT_EQ(told.ask(Command::charge).webhook("R1").said(), "paid");
    EXPECT_EQ(told.charge.state, ChargeState::paid);
}

TEST(Charge, AWebhookThatWasLostIsMadeGoodByALook) {
    auto told = waiting();
    told.answer(ChargeOperation::look, ChargeOutcome::Kind::ok, {{"R1", kPrice}});
    EXPECT_EQ(told.said(), "paid");
}

TEST(Charge, ACentavoMoreOrLessPaysNothingAndComesBack) {
    for (const auto wrong : {kPrice - 1, kPrice + 1}) {
        auto told = waiting();
        EXPECT_EQ(told.webhook("R1", wrong).said(), "");
        EXPECT_EQ(told.charge.state, ChargeState::waiting);
        told.answer(ChargeOperation::refund);
        EXPECT_EQ(told.said(), "returned " + std::to_string(wrong) + ": wrong_amount");
        EXPECT_EQ(told.webhook("R2").said(),
                  "paid, returned " + std::to_string(wrong) + ": wrong_amount");
    }
}

TEST(Charge, ASecondPaymentComesBackAndIsSaidUntilItIsRead) {
    auto told = waiting();
    told.webhook("R1").webhook("R2");
    EXPECT_EQ(told.said(), "paid");
    told.answer(ChargeOperation::refund);
    EXPECT_EQ(told.said(), "returned 103190: paid_twice");
    EXPECT_EQ(told.said(), "returned 103190: paid_twice");
    EXPECT_EQ(told.ask(Command::acknowledge, kPrice).said(), "");
    EXPECT_EQ(told.charge.state, ChargeState::paid);
}

TEST(Charge, UndoneBeforeItIsPaidItIsWithdrawn) {
    auto told = waiting();
    EXPECT_EQ(told.ask(Command::void_).said(), "") << "the gateway has not answered yet";
    EXPECT_EQ(told.ask(Command::charge).said(), "declined: withdrawn");
    EXPECT_EQ(told.answer(ChargeOperation::withdraw).said(), "voided");
    EXPECT_EQ(told.ask(Command::void_).said(), "voided");
}

TEST(Charge, UndoneAfterItIsPaidItsMoneyIsBackBeforeThatIsSaid) {
    auto told = waiting();
    told.webhook("R1").ask(Command::void_).answer(ChargeOperation::withdraw);
    EXPECT_EQ(told.said(), "paid");
    EXPECT_EQ(told.charge.state, ChargeState::returning);
    EXPECT_EQ(told.answer(ChargeOperation::refund).said(), "refunded");
    EXPECT_EQ(told.ask(Command::void_).said(), "refunded");
}

TEST(Charge, PaidAfterTheEndItComesBackByItself) {
    auto told = waiting();
    told.ask(Command::void_).answer(ChargeOperation::withdraw);
    EXPECT_EQ(told.said(), "voided");
    told.webhook("R1").answer(ChargeOperation::refund);
    EXPECT_EQ(told.said(), "returned 103190: paid_late");
    EXPECT_EQ(told.ask(Command::void_).said(), "voided, returned 103190: paid_late");
}

TEST(Charge, AVoidThatComesFirstWithdrawsWhatIsOnItsWay) {
    Told told;
    EXPECT_EQ(told.ask(Command::void_).answer(ChargeOperation::withdraw).said(), "voided");
    EXPECT_EQ(told.ask(Command::charge).said(), "declined: withdrawn");
}

TEST(Charge, ACopyThatComesAfterItsTimeMakesNoCode) {
    Told told;
    told.now = kNow + 21min;
    EXPECT_EQ(told.ask(Command::charge).said(), "declined: expired");
    EXPECT_EQ(told.charge.state, ChargeState::withdrawing) << "an earlier copy may have made one";
}

TEST(Charge, ACancelledTripGivesBackAPartAndThenAll) {
    auto told = waiting();
    told.webhook("R1").said();
    EXPECT_EQ(told.ask(Command::refund, 40'000).said(), "");
    EXPECT_EQ(told.answer(ChargeOperation::refund).said(), "refunded 40000");
    EXPECT_EQ(told.ask(Command::refund, 40'000).said(), "refunded 40000") << "a copy";
    EXPECT_EQ(told.ask(Command::refund).said(), "");
    const auto calls = open_calls(told.charge);
    const auto refund = std::ranges::find(calls, ChargeOperation::refund, &OpenCall::operation);
    ASSERT_NE(refund, calls.end());
    EXPECT_EQ(refund->amount, kPrice - 40'000);
    EXPECT_EQ(told.answer(ChargeOperation::refund).said(), "refunded");
}

TEST(Charge, HoweverManyWrongOnesCameTheRightAmountPays) {
    auto told = waiting();
    for (int i = 1; i <= 250; ++i)
        told.webhook("W" + std::to_string(i), 1).answer(ChargeOperation::refund);
    told.said();
    told.webhook("R1");
    EXPECT_EQ(told.said(), "paid, returned 250: wrong_amount");
    EXPECT_EQ(told.charge.state, ChargeState::paid);
}

TEST(Charge, AReceiptThatIsLearntFromTheAnswerToARefundPays) {
    auto told = waiting();
    told.webhook("R1", kPrice - 1);
    told.answer(ChargeOperation::refund, ChargeOutcome::Kind::ok,
                {{"R1", kPrice - 1}, {"R2", kPrice}});
    EXPECT_EQ(told.said(), "paid, returned " + std::to_string(kPrice - 1) + ": wrong_amount");
}

TEST(Charge, AnotherAmountUnderTheSameAttemptIsNotPaidByTheOldMoney) {
    auto told = waiting();
    told.webhook("R1").said();
    auto other = command(Command::charge);
    other.amount.amount = 2 * kPrice;
    const auto decision = decide(told.charge, other, kNow);
    EXPECT_EQ(decision.reply->answer, Answer::declined);
    EXPECT_EQ(decision.reply->reason, "other_amount");
    EXPECT_EQ(decision.next.state, ChargeState::withdrawing);
    EXPECT_TRUE(decision.next.receipts.at(0).is_open()) << "its money comes back";
}

TEST(Charge, IsLookedAtRightBehindTheEndOfItsCode) {
    auto told = waiting();
    while (*told.charge.next_attempt_at < kNow + 15min) {
        told.now = *told.charge.next_attempt_at;
        told.charge = ask_again(told.charge, told.now).next;
    }
    EXPECT_EQ(*told.charge.next_attempt_at, kNow + 15min + 1s);
}

TEST(Charge, TheGatewaysRefusalIsKept) {
    Told told;
    told.ask(Command::charge).answer(ChargeOperation::charge, ChargeOutcome::Kind::no);
    EXPECT_EQ(told.said(), "declined: no");
    EXPECT_EQ(told.ask(Command::charge).said(), "declined: no");
    EXPECT_EQ(told.ask(Command::void_).said(), "voided");
    EXPECT_FALSE(told.charge.next_attempt_at);
}

TEST(Charge, IsLookedAtUntilADayAfterItsEndAndNotForEver) {
    auto told = waiting();
    told.ask(Command::void_).answer(ChargeOperation::withdraw);
    int looks = 0;
    while (told.charge.next_attempt_at) {
        told.now = *told.charge.next_attempt_at;
        const auto decision = ask_again(told.charge, told.now);
        EXPECT_TRUE(decision.ask);
        told.charge = decision.next;
        ASSERT_LT(++looks, 100);
    }
    EXPECT_GT(told.now, kNow + 20h);
    EXPECT_LT(told.now, kNow + 25h);
}

/// The pauses between the next so many times at which the charge is asked for again.
std::vector<Duration> pauses_of(Told& told, int times) {
    std::vector<Duration> pauses;
    for (int i = 0; i < times && told.charge.next_attempt_at; ++i) {
        pauses.push_back(*told.charge.next_attempt_at - told.now);
        told.now = *told.charge.next_attempt_at;
        const auto decision = ask_again(told.charge, told.now);
        EXPECT_TRUE(decision.ask);
        told.charge = decision.next;
    }
    return pauses;
}

TEST(Charge, OfALostSessionIsLookedAtMoreAndMoreSeldomWithoutEnd) {
    auto told = waiting();
    while (told.now < kNow + 15min + kClockSkewMax)
        for (const auto pause : pauses_of(told, 1))
            EXPECT_LE(pause, kRetryMax);
    EXPECT_FALSE(told.charge.hurries);
    auto before = Duration(kRetryMax);
    for (const auto pause : pauses_of(told, 200)) {
        EXPECT_GE(pause, before);
        before = pause;
    }
    EXPECT_EQ(before, kLookPauseMax);
    EXPECT_GT(told.now, kNow + 7 * 24h);
    const auto calls = open_calls(told.charge);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].operation, ChargeOperation::look);
    told.answer(ChargeOperation::look, ChargeOutcome::Kind::ok, {{"R1", kPrice}});
    EXPECT_EQ(told.said(), "paid");
}

TEST(Charge, OfASessionThatComesBackLateIsUndoneAtOnce) {
    auto told = waiting();
    pauses_of(told, 200);
    told.ask(Command::void_);
    EXPECT_TRUE(told.charge.hurries);
    EXPECT_LE(*told.charge.next_attempt_at, told.now + kFirstRetry);
    told.answer(ChargeOperation::withdraw, ChargeOutcome::Kind::ok, {{"R1", kPrice}});
    told.answer(ChargeOperation::refund);
    EXPECT_EQ(told.said(), "voided, returned 103190: paid_late");
}

TEST(Charge, WhatNoSessionReadsIsSaidMoreAndMoreSeldomAndLookedAtBeside) {
    auto told = waiting();
    told.ask(Command::void_).answer(ChargeOperation::withdraw);
    told.webhook("R1").answer(ChargeOperation::refund);
    EXPECT_TRUE(open_calls(told.charge).empty()) << "the session is there, as far as is known";
    const auto pauses = pauses_of(told, 50);
    ASSERT_EQ(pauses.size(), 50U);
    EXPECT_EQ(pauses[0], kFirstRetry);
    EXPECT_EQ(pauses[1], 2 * kFirstRetry);
    EXPECT_EQ(pauses.back(), kLookPauseMax);
    told.answer(ChargeOperation::look, ChargeOutcome::Kind::ok, {{"R1", kPrice}, {"R2", kPrice}});
    told.answer(ChargeOperation::refund);
    EXPECT_EQ(told.said(), "voided, returned " + std::to_string(2 * kPrice) + ": paid_late");
}

TEST(Charge, ARefundOfAPaidOneIsDueWhenTheClockIsSetBack) {
    auto told = waiting();
    told.webhook("R1");
    EXPECT_FALSE(told.charge.hurries);
    told.ask(Command::refund, 40'000);
    EXPECT_TRUE(told.charge.hurries);
    EXPECT_TRUE(ask_again(told.charge, kNow - 10min).ask);
    told.answer(ChargeOperation::refund);
    EXPECT_FALSE(ask_again(told.charge, kNow - 10min).ask) << "it is only looked at by now";
    EXPECT_TRUE(ask_again(told.charge, kNow - 2h).ask);
}

TEST(Charge, ATimeThatLiesFurtherAheadThanAnyPauseIsDue) {
    auto told = waiting();
    EXPECT_FALSE(ask_again(told.charge, kNow).ask);
    EXPECT_TRUE(ask_again(told.charge, kNow - 2h).ask);
    EXPECT_TRUE(ask_again(told.charge, kNow - 10min).ask) << "the bank is waited for";
}

}  // namespace
}  // namespace viaja::payment
