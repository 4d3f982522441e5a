// The payment service on its adapters: each magic token, crashes at every gap, batches, and
// messages that should not have been sent.

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "tests/services/payment_world.hpp"

namespace viaja::payment {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct TokenStory {
    std::string token;
    std::string to_authorize;
    std::string to_capture;
    std::string executions;
    Balance balance;
};

constexpr Balance kPaid{.authorized = 179'990, .captured = 179'990};
constexpr Balance kReserved{.authorized = 179'990};

class PaymentToken : public testing::TestWithParam<TokenStory> {};

TEST_P(PaymentToken, GoesItsWay) {
    const auto& story = GetParam();
    PaymentWorld world;
    world.send(Command::authorize, 1, story.token);
    world.pass(seconds(10));
    EXPECT_EQ(world.answers(), story.to_authorize);
    world.send(Command::capture);
    world.pass(seconds(10));
    EXPECT_EQ(world.answers(), story.to_capture);
    EXPECT_EQ(world.executions(), story.executions);
    EXPECT_EQ(world.balance(), story.balance);
}

INSTANTIATE_TEST_SUITE_P(All, PaymentToken,
                         testing::Values(TokenStory{"tok_ok", "authorized", "captured",
                                                    "authorize ok x1, capture ok x1", kPaid},
                                         TokenStory{"tok_insufficient_funds",
                                                    "declined: insufficient_funds",
                                                    "capture_refused: not_authorized",
                                                    "authorize no x1",
                                                    {}},
                                         TokenStory{"tok_do_not_honor",
                                                    "declined: do_not_honor",
                                                    "capture_refused: not_authorized",
                                                    "authorize no x1",
                                                    {}},
                                         TokenStory{"tok_slow_3s", "authorized", "captured",
                                                    "authorize ok x3, capture ok x1", kPaid},
                                         TokenStory{"tok_slow_decline",
                                                    "declined: do_not_honor",
                                                    "capture_refused: not_authorized",
                                                    "authorize no x3",
                                                    {}},
                                         TokenStory{"tok_timeout_then_ok", "authorized", "captured",
                                                    "authorize ok x2, capture ok x1", kPaid},
                                         TokenStory{"tok_timeout_then_declined",
                                                    "declined: do_not_honor",
                                                    "capture_refused: not_authorized",
                                                    "authorize no x2",
                                                    {}},
                                         TokenStory{"tok_capture_fails_twice", "authorized",
                                                    "captured", "authorize ok x1, capture ok x3",
                                                    kPaid},
                                         TokenStory{"tok_capture_refused", "authorized",
                                                    "capture_refused: capture_refused",
                                                    "authorize ok x1, capture no x1", kReserved},
                                         TokenStory{"4111111111111111",
                                                    "declined: unknown_token",
                                                    "capture_refused: not_authorized",
                                                    "authorize no x1",
                                                    {}}),
                         [](const auto& test) { return test.param.token; });

TEST(PaymentService, ASlowAnswerIsGivenWhenItComesAndNotBefore) {
    PaymentWorld world;
    world.send(Command::authorize, 1, "tok_slow_3s");
    world.pass(milliseconds(2'999));
    EXPECT_EQ(world.answers(), "");
    world.pass(milliseconds(2));
    EXPECT_EQ(world.answers(), "authorized");
}

TEST(PaymentService, AReplyRepeatsTheKeyOfItsRequestAndNamesTheState) {
    PaymentWorld world;
    world.send(Command::authorize, 2);
    const auto replies = world.replies();
    ASSERT_EQ(replies.size(), 1U);
    EXPECT_EQ(replies[0].command, Command::authorize);
    EXPECT_EQ(replies[0].session_id, world.session_id);
    EXPECT_EQ(replies[0].attempt, 2);
    EXPECT_EQ(replies[0].row_state, "authorized");
}

TEST(PaymentService, ARepeatedRequestGetsTheSameAnswerAndMovesNoMoney) {
    PaymentWorld world;
    for (const auto command : {Command::authorize, Command::capture, Command::refund}) {
        world.send(command);
        const auto first = world.answers();
        world.send(command);
        EXPECT_EQ(world.answers(), first);
    }
    EXPECT_EQ(world.executions(), "authorize ok x1, capture ok x1, refund ok x1");
    EXPECT_EQ(world.balance().paid(), 0);
}

TEST(PaymentService, AVoidGivesTheReservedMoneyBack) {
    PaymentWorld world;
    world.send(Command::authorize);
    EXPECT_EQ(world.balance().open(), 179'990);
    world.send(Command::void_);
    EXPECT_EQ(world.answers(), "authorized, voided");
    EXPECT_EQ(world.balance().open(), 0);
}

TEST(PaymentService, AVoidDuringASilentAuthorizeWinsEverywhere) {
    PaymentWorld world;
    world.send(Command::authorize, 1, "tok_slow_3s");
    world.send(Command::void_);
    EXPECT_EQ(world.answers(), "voided");
    world.pass(seconds(10));
    EXPECT_EQ(world.answers(), "");
    EXPECT_EQ(world.state(), "voided");
    EXPECT_EQ(world.balance().open(), 0);
}

TEST(PaymentService, AnAuthorizeThatIsOvertakenByItsVoidIsDeclined) {
    PaymentWorld world;
    world.send(Command::void_);
    world.send(Command::authorize);
    EXPECT_EQ(world.answers(), "voided, declined: voided");
    EXPECT_EQ(world.executions(), "void ok x1");
    EXPECT_EQ(world.service->counters().tombstones, 1U);
    EXPECT_EQ(world.service->counters().tombstones_hit, 1U);
}

TEST(PaymentService, OfABatchOnlyTheLastStateIsAskedForAtTheGateway) {
    PaymentWorld world;
    world.publish({world.command(Command::authorize), world.command(Command::void_)});
    world.run();
    EXPECT_EQ(world.answers(), "voided");
    EXPECT_EQ(world.executions(), "void ok x1");
}

TEST(PaymentService, ABatchAsksTheGatewayOnce) {
    PaymentWorld world;
    std::vector<Message> messages;
    for (int attempt = 1; attempt <= 40; ++attempt)
        messages.emplace_back(world.command(Command::authorize, attempt));
    world.publish(std::move(messages));
    world.run();
    ASSERT_EQ(world.wire->batches.size(), 1U);
    EXPECT_EQ(world.wire->batches[0].size(), 40U);
    EXPECT_EQ(world.replies().size(), 40U);
}

TEST(PaymentService, ACrashBetweenCommitAndEffectsLosesNothing) {
    for (const auto command : {Command::capture, Command::refund}) {
        PaymentWorld world;
        for (const auto before : {Command::authorize, Command::capture}) {
            if (before == command) break;
            world.send(before);
        }
        world.answers();
        world.wire->cut = true;
        world.send(command);
        EXPECT_EQ(world.answers(), "");
        world.crash_service();
        world.wire->cut = false;
        world.start_service();
        world.pass(seconds(2));
        EXPECT_EQ(world.replies().size(), 1U) << viaja::name_of(command);
        EXPECT_EQ(world.service->counters().calls_again, 1U);
    }
}

TEST(PaymentService, AnAuthorizeIsAnsweredWithOneWrittenRow) {
    PaymentWorld world;
    world.send(Command::authorize);
    EXPECT_EQ(world.answers(), "authorized");
    EXPECT_EQ(world.version(), 1);
}

TEST(PaymentService, AFirstCallThatDiedWithItsProcessIsRepeatedWithTheCommand) {
    PaymentWorld world;
    world.wire->deaf = true;
    world.send(Command::authorize);
    world.crash_service();
    world.wire->deaf = false;
    world.start_service();
    world.pass(seconds(60));
    EXPECT_EQ(world.state(), "none") << "no row shows that the gateway was asked";
    EXPECT_EQ(world.balance(), kReserved);
    world.send(Command::authorize);
    EXPECT_EQ(world.answers(), "authorized");
    EXPECT_EQ(world.executions(), "authorize ok x2");
    EXPECT_EQ(world.balance(), kReserved);
}

TEST(PaymentService, AFirstCallThatDiedWithItsProcessIsVoidedAtTheGateway) {
    for (const bool executed : {true, false}) {
        PaymentWorld world;
        (executed ? world.wire->deaf : world.wire->cut) = true;
        world.send(Command::authorize);
        world.crash_service();
        world.wire->deaf = world.wire->cut = false;
        world.start_service();
        world.send(Command::void_);
        EXPECT_EQ(world.answers(), "voided");
        EXPECT_EQ(world.balance().open(), 0);
        world.send(Command::authorize);
        EXPECT_EQ(world.answers(), "declined: voided");
        EXPECT_EQ(world.balance().open(), 0);
    }
}

TEST(PaymentService, AnAnswerThatIsLostIsAskedForAgainAndMovesNoMoreMoney) {
    PaymentWorld world;
    world.wire->deaf = true;
    world.send(Command::authorize);
    EXPECT_EQ(world.balance(), kReserved);
    world.wire->deaf = false;
    world.pass(seconds(2));
    EXPECT_EQ(world.answers(), "authorized");
    EXPECT_EQ(world.balance(), kReserved);
}

TEST(PaymentService, ACrashBeforeTheMessageIsDecidedRepeatsIt) {
    PaymentWorld world;
    world.publish({world.command(Command::authorize)});
    while (world.bus.deliver_one())
        continue;
    world.crash_service();
    EXPECT_EQ(world.state(), "none");
    world.start_service();
    world.run();
    EXPECT_EQ(world.answers(), "authorized");
}

TEST(PaymentService, AnAnswerThatComesWhenTheServiceIsDownIsAskedForAgain) {
    PaymentWorld world;
    world.send(Command::authorize, 1, "tok_slow_3s");
    world.pass(seconds(2));
    EXPECT_EQ(world.state(), "authorizing") << "it stayed silent";
    world.crash_service();
    world.pass(seconds(5));
    world.start_service();
    world.run();
    EXPECT_EQ(world.answers(), "authorized");
    EXPECT_EQ(world.service->counters().resolved_authorized, 1U);
}

TEST(PaymentService, AnUnansweredCallIsAskedAgainEverSlowerAndNeverGivenUp) {
    PaymentWorld world;
    world.wire->cut = true;
    world.send(Command::authorize);
    world.pass(seconds(20));
    EXPECT_EQ(world.payment().tries, 5);  // at once, and at most 1, 3, 7 and 15 s later
    world.pass(hours(1));
    EXPECT_GE(world.payment().tries, 5 + 3600 / 30);
    EXPECT_LE(world.payment().tries, 5 + 3600 / 22);
    world.wire->cut = false;
    world.pass(seconds(30));
    EXPECT_EQ(world.answers(), "authorized");
}

TEST(PaymentService, AnOpenCallIsMadeAgainWhenTheClockWasSetBack) {
    for (const Duration back :
         {Duration(std::chrono::minutes(10)), Duration(std::chrono::hours(1))}) {
        PaymentWorld world;
        world.wire->cut = true;
        world.send(Command::authorize);
        world.pass(seconds(2));
        world.crash_service();
        world.wire->cut = false;
        world.clock.step(-back);
        world.start_service();
        world.pass(seconds(2));
        EXPECT_EQ(world.answers(), "authorized");
    }
}

TEST(PaymentService, ASlowAnswerStaysAsSlowAsItIsWhenTheClockWasSetBack) {
    PaymentWorld world;
    world.wire->deaf = true;
    world.send(Command::authorize, 1, "tok_slow_3s");
    world.wire->deaf = false;
    world.clock.step(-hours(1));
    world.pass(seconds(7));
    EXPECT_EQ(world.answers(), "authorized");
}

TEST(PaymentService, NothingIsDueWhereEverythingIsAnswered) {
    PaymentWorld world;
    world.send(Command::authorize);
    world.send(Command::capture);
    const auto asked = world.wire->batches.size();
    world.pass(hours(1));
    EXPECT_EQ(world.wire->batches.size(), asked);
}

TEST(PaymentService, AnAuthorizeThatIsADayLateIsRefusedAndVoided) {
    PaymentWorld world;
    world.clock.advance_to(world.deadline + hours(1));
    world.send(Command::authorize, 1);
    world.clock.advance_to(world.deadline + hours(25));
    world.send(Command::authorize, 2);
    EXPECT_EQ(world.answers(), "authorized, declined: expired, voided");
    EXPECT_EQ(world.state(1), "authorized");
    EXPECT_EQ(world.state(2), "voided");
}

TEST(PaymentService, TwoReplicasOnOneDatabaseTakeEachPaymentOnce) {
    PaymentWorld world;
    InProcessLock lock(world.clock);
    PaymentService second(world.database(), world.bus, lock, world.clock, world.random, *world.wire,
                          world.charge_wire, {});
    for (int attempt = 1; attempt <= 30; ++attempt) {
        world.publish({world.command(Command::authorize, attempt)});
        world.publish({world.command(Command::authorize, attempt)});
    }
    for (bool busy = true; busy;) {
        while (world.bus.deliver_one())
            continue;
        busy = world.service->step();
        busy = second.step() || busy;
    }
    EXPECT_GT(second.counters().commands, 0U);
    EXPECT_GT(world.service->counters().commands, 0U);
    for (int attempt = 1; attempt <= 30; ++attempt)
        EXPECT_EQ(world.balance(attempt), kReserved) << attempt;
}

TEST(PaymentService, AnUnusableMessageIsDeadLetteredAndBlocksNoOther) {
    PaymentWorld world;
    auto no_amount = world.command(Command::authorize, 1);
    no_amount.amount.amount = 0;
    auto no_token = world.command(Command::authorize, 2);
    no_token.token.clear();
    SupplierCommand hold;
    hold.command = Command::cancel;
    hold.session_id = world.session_id;
    hold.reply_to = topology::kSession;
    world.publish({no_amount, no_token, hold, world.command(Command::authorize, 3)});
    world.run();
    EXPECT_EQ(world.answers(), "authorized");
    const auto dead = world.bus.dead_letters(std::string(topology::kPayment));
    ASSERT_EQ(dead.size(), 3U);
    for (const auto& letter : dead)
        EXPECT_FALSE(letter.reason.empty());
    EXPECT_EQ(world.bus.pending(), 0U);
}

TEST(PaymentService, OutsideOfTestModeTheMagicTokensAreRefused) {
    PaymentWorld world(false);
    world.send(Command::authorize, 1, "tok_ok");
    world.send(Command::authorize, 2, "tok_timeout_then_ok");
    EXPECT_EQ(world.answers(), "declined: test_token_refused, declined: test_token_refused");
}

TEST(PaymentReader, HasNoUseForANoticeOfTime) {
    EXPECT_FALSE(read(TimeoutNotice{}));
}

TEST(PaymentReader, HasNoUseForWhatAScheduleIsAnsweredInItsName) {
    EXPECT_FALSE(read(ScheduleReply{}));
}

TEST(PaymentService, AcknowledgesATimeoutThatWasScheduledAndDoesNothingElse) {
    PaymentWorld world;
    world.send(Command::authorize, 1);
    world.answers();
    const Uuid schedule = new_uuid(world.clock, world.random);
    std::vector<Message> told;
    const auto consumer = world.bus.consume("event", {}, 10, [&](Delivery delivery) {
        for (auto& item : decode(delivery.body))
            told.push_back(std::get<Message>(item.item));
    });
    world.publish({TimeoutNotice{world.session_id, schedule, "event"}});
    world.run();
    EXPECT_EQ(told, std::vector<Message>{(TimeoutAcknowledged{schedule, world.session_id})});
    EXPECT_EQ(world.answers(), "");
    EXPECT_EQ(world.balance(1), kReserved);
}

}  // namespace
}  // namespace viaja::payment
