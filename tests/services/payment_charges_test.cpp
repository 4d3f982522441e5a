// Charges by Pix in the whole payment service: on its rows, with the test bank behind it, through
// lost calls, lost webhooks and a death in the middle.

#include <gtest/gtest.h>

#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kPrice = 179'990;

/// A report of the gateway; whether it is in the books, nullopt before that is decided.
std::optional<bool> report(PaymentWorld& world, const PaidReceipt& receipt,
                           const std::string& currency = "BRL") {
    auto taken = std::make_shared<std::optional<bool>>();
    world.service->submit(to_input(ReceiptReport{
        {world.session_id, 1}, receipt, currency, [taken](bool yes) { *taken = yes; }}));
    world.run();
    return *taken;
}

PaidReceipt pays(PaymentWorld& world, std::int64_t amount = kPrice) {
    return world.bank->pay(world.stem(), amount).value();
}

TEST(Charges, TheCodeComesAndThenTheMoney) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    const auto replies = world.replies();
    ASSERT_EQ(replies.size(), 1U);
    EXPECT_EQ(replies[0].answer, Answer::waiting);
    EXPECT_EQ(replies[0].code.substr(0, 6), "000201");
    EXPECT_EQ(report(world, pays(world)), true);
    EXPECT_EQ(world.answers(), "paid");
    EXPECT_EQ(world.charge()->state, ChargeState::paid);
    EXPECT_EQ(world.paid_at_bank(), kPrice);
}

TEST(Charges, AReportThatComesTwiceChangesNothing) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    const auto receipt = pays(world);
    EXPECT_EQ(report(world, receipt), true);
    const auto before = world.charge();
    EXPECT_EQ(report(world, receipt), true);
    EXPECT_EQ(world.charge(), before);
}

TEST(Charges, AReportOfAnUnknownChargeIsNotTaken) {
    PaymentWorld world;
    EXPECT_EQ(report(world, {"E1", kPrice}), false);
    EXPECT_EQ(world.service->counters().webhooks_unknown, 1U);
    EXPECT_FALSE(world.charge());
}

TEST(Charges, AReportInAnotherCurrencyIsNotTaken) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    EXPECT_EQ(report(world, {"E1", kPrice}, "USD"), false);
    EXPECT_EQ(world.charge()->state, ChargeState::waiting);
}

TEST(Charges, ALostReportIsMadeGoodByALook) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    world.answers();
    pays(world);
    world.pass(31s);
    EXPECT_EQ(world.answers(), "paid");
}

TEST(Charges, AReportThatIsFasterThanTheCodeIsTaken) {
    PaymentWorld world;
    world.charge_wire.deaf = true;
    world.send_pix(Command::charge);
    EXPECT_EQ(world.answers(), "");
    EXPECT_EQ(report(world, pays(world)), true);
    EXPECT_EQ(world.answers(), "paid");
}

TEST(Charges, ACallThatIsLostIsMadeAgain) {
    PaymentWorld world;
    world.charge_wire.cut = true;
    world.send_pix(Command::charge);
    world.charge_wire.cut = false;
    world.pass(2s);
    EXPECT_EQ(world.answers(), "waiting");
}

TEST(Charges, AServiceThatDiesGoesOnWithItsRows) {
    PaymentWorld world;
    world.charge_wire.cut = true;
    world.send_pix(Command::charge);
    world.crash_service();
    world.charge_wire.cut = false;
    world.start_service();
    world.pass(2s);
    EXPECT_EQ(world.answers(), "waiting");
    EXPECT_EQ(report(world, pays(world)), true);
    world.crash_service();
    world.start_service();
    world.send_pix(Command::void_);
    world.pass(2s);
    EXPECT_EQ(world.answers(), "paid, refunded");
    EXPECT_EQ(world.paid_at_bank(), 0);
}

TEST(Charges, WhatNoTripTakesComesBackAndIsSaidUntilItIsRead) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    EXPECT_EQ(report(world, pays(world)), true);
    EXPECT_EQ(report(world, pays(world)), true);
    EXPECT_EQ(report(world, pays(world, kPrice - 1)), true);
    world.pass(40s);
    EXPECT_EQ(world.paid_at_bank(), kPrice);
    const auto replies = world.replies();
    ASSERT_FALSE(replies.empty());
    EXPECT_EQ(replies.back().answer, Answer::returned);
    EXPECT_EQ(replies.back().refunded, (Money{2 * kPrice - 1, "BRL"}));
    world.send_pix(Command::acknowledge, 2 * kPrice - 1);
    world.pass(2min);
    EXPECT_EQ(world.answers(), "");
}

TEST(Charges, PaidAfterItWasWithdrawnItComesBack) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    world.send_pix(Command::void_);
    EXPECT_EQ(world.answers(), "waiting, voided");
    pays(world);
    world.pass(2min);
    EXPECT_EQ(world.paid_at_bank(), 0);
    EXPECT_EQ(world.replies().back().reason, "paid_late");
}

TEST(Charges, AVoidThatOvertakesItsChargeForbidsIt) {
    PaymentWorld world;
    world.send_pix(Command::void_);
    EXPECT_EQ(world.answers(), "voided");
    world.send_pix(Command::charge);
    EXPECT_EQ(world.answers(), "declined: withdrawn");
    EXPECT_FALSE(world.bank->pay(world.stem(), kPrice));
}

TEST(Charges, ACancelledTripComesBackInParts) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    report(world, pays(world));
    world.answers();
    world.send_pix(Command::refund, 51'595);
    EXPECT_EQ(world.answers(), "refunded");
    EXPECT_EQ(world.paid_at_bank(), kPrice - 51'595);
    world.charge_wire.deaf = true;
    world.send_pix(Command::refund);
    world.charge_wire.deaf = false;
    world.pass(2s);
    EXPECT_EQ(world.answers(), "refunded");
    EXPECT_EQ(world.paid_at_bank(), 0);
}

TEST(Charges, ARefundOfAPaidTripDoesNotWaitForAClockThatWasSetBack) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    report(world, pays(world));
    world.answers();
    world.charge_wire.cut = true;
    world.send_pix(Command::refund);
    world.charge_wire.cut = false;
    world.clock.step(-50min);
    world.pass(2s);
    EXPECT_EQ(world.answers(), "refunded");
    EXPECT_EQ(world.paid_at_bank(), 0);
}

/// The session is gone: it neither undoes nor acknowledges anything.
TEST(Charges, OfALostSessionAreAskedForLessAndLessAndPaidOnesAreFound) {
    PaymentWorld world;
    world.send_pix(Command::charge);
    const auto calls_in_a_day = [&] {
        const auto before = world.service->counters().calls;
        for (int i = 0; i < 24 * 6; ++i) {
            world.clock.advance(10min);
            world.run();
        }
        return world.service->counters().calls - before;
    };
    calls_in_a_day();
    const auto calls = calls_in_a_day();
    EXPECT_LE(calls, 25U);
    EXPECT_GE(calls, 20U);
    world.answers();
    pays(world);
    world.clock.advance(1h);
    world.run();
    EXPECT_EQ(world.answers(), "paid");
}

TEST(Charges, OutsideOfTestModeTheTestBankMakesNoCode) {
    PaymentWorld world(false);
    world.send_pix(Command::charge);
    EXPECT_EQ(world.answers(), "declined: test_gateway_refused");
}

}  // namespace
}  // namespace viaja::payment
