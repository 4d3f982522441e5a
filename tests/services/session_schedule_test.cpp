// Timeout subscriptions, through the coordinator: messages in, rows, messages out.

#include <gtest/gtest.h>

#include "common/contract/topology.hpp"
#include "session-service/core/commands.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

Uuid schedule_id(std::uint8_t number) {
    Uuid::Bytes bytes{};
    bytes[0] = number;
    return Uuid(bytes);
}

ScheduleTimeout wish(const SessionId& session_id, std::uint8_t number,
                     const std::string& notify = "hotel") {
    return {schedule_id(number), session_id, notify, std::nullopt, "flight.I0"};
}

ScheduleReply last_reply(SessionWorld& world) {
    const auto messages = world.received("flight.I0");
    return std::get<ScheduleReply>(messages.back());
}

TEST(SessionSchedule, TheSubscriberIsAnsweredAndTheAddresseeNotifiedUntilItAcknowledges) {
    SessionWorld world;
    const auto session_id = world.open();
    world.send(wish(session_id, 1));
    EXPECT_EQ(world.types("flight.I0"), Words{"timeout-scheduled"});
    world.wait(1799s);
    EXPECT_EQ(world.types("hotel"), Words{});
    world.wait(2s);
    const auto told = world.received("hotel");
    ASSERT_FALSE(told.empty());
    const auto& subscription = std::get<TimeoutNotice>(told[0]);
    EXPECT_EQ(subscription.session_id, session_id);
    EXPECT_EQ(subscription.schedule, schedule_id(1));
    EXPECT_EQ(subscription.reply_to, "session");
    world.wait(4s);
    EXPECT_GE(world.types("hotel").size(), 1U) << "it was not acknowledged";
    world.send(TimeoutAcknowledged{schedule_id(1), session_id});
    world.wait(120s);
    EXPECT_EQ(world.types("hotel"), Words{});
    EXPECT_EQ(world.session(session_id).subscriptions.at(0).state, SubscriptionState::acknowledged);
}

TEST(SessionSchedule, AScheduleAndItsNoticeOutliveTheProcess) {
    SessionWorld world;
    const auto session_id = world.held_session();
    world.send(wish(session_id, 1));
    world.restart();
    world.wait(601s);
    EXPECT_FALSE(world.types("hotel").empty());
    world.restart();
    world.wait(5s);
    EXPECT_FALSE(world.types("hotel").empty()) << "it is due again, and the new process sees it";
}

TEST(SessionSchedule, AScheduleOfATripThatIsCancelledIsAnsweredAndNotSent) {
    SessionWorld world;
    const auto session_id = world.held_session();
    world.send(wish(session_id, 1));
    world.request(session_id, Cancel{});
    world.wait(900s);
    EXPECT_EQ(world.types("hotel"), Words{});
    world.received("flight.I0");
    world.send(wish(session_id, 1));
    const auto reply = last_reply(world);
    EXPECT_EQ(reply.answer, ScheduleAnswer::ended);
    EXPECT_EQ(reply.state, "cancelled");
}

TEST(SessionSchedule, AnUnknownSessionIsRefusedAndLeavesNothing) {
    SessionWorld world;
    const auto unknown = SessionId{schedule_id(99)};
    world.send(wish(unknown, 1));
    const auto reply = last_reply(world);
    EXPECT_EQ(reply.answer, ScheduleAnswer::refused);
    EXPECT_EQ(reply.reason, "unknown_session");
    world.send(TimeoutAcknowledged{schedule_id(1), unknown});
    EXPECT_TRUE(world.bus.dead_letters("session").empty());
}

TEST(SessionSchedule, CopiesInOneBatchAreOneSchedule) {
    SessionWorld world;
    const auto session_id = world.open();
    world.bus.publish({{"session", wish(session_id, 1)},
                       {"session", wish(session_id, 1)},
                       {"session", wish(session_id, 1, "payment")}});
    world.run();
    EXPECT_EQ(world.session(session_id).subscriptions.size(), 1U);
    EXPECT_EQ(world.types("flight.I0"),
              (Words{"timeout-scheduled", "timeout-scheduled", "timeout-refused"}));
}

TEST(SessionSchedule, ThereAreNoMoreThanFiftyASession) {
    SessionWorld world;
    const auto session_id = world.open();
    for (std::uint8_t number = 1; number <= 60; ++number)
        world.send(wish(session_id, number));
    EXPECT_EQ(world.session(session_id).subscriptions.size(), 50U);
    EXPECT_EQ(last_reply(world).reason, "too_many");
}

TEST(SessionSchedule, ACopyBehindItsDeadlineSchedulesNothing) {
    SessionWorld world;
    const auto session_id = world.open();
    auto late = wish(session_id, 1);
    late.deadline = world.clock.now() - kClockSkewMax;
    world.send(late);
    EXPECT_EQ(last_reply(world).reason, "too_late");
    EXPECT_TRUE(world.session(session_id).subscriptions.empty());
}

TEST(SessionSchedule, ASubscriptionOfTheSessionItselfCountsAsAcknowledged) {
    SessionWorld world;
    const auto session_id = world.open();
    world.send(wish(session_id, 1, std::string(topology::kSession)));
    world.wait(1802s);
    EXPECT_EQ(world.session(session_id).subscriptions.at(0).state, SubscriptionState::acknowledged);
    EXPECT_TRUE(world.bus.dead_letters("session").empty());
}

TEST(SessionSchedule, WhatIsAnsweredInTheSessionsOwnNameIsTakenAsRead) {
    SessionWorld world;
    const auto session_id = world.open();
    auto asked = wish(session_id, 1);
    asked.reply_to = topology::kSession;
    world.send(asked);
    world.run();
    EXPECT_TRUE(world.bus.dead_letters(std::string(topology::kSession)).empty());
    EXPECT_EQ(world.session(session_id).subscriptions.size(), 1U);
}

TEST(SessionSchedule, AnAddresseeThatNeverAcknowledgesIsAskedSlowlyAndNeedsAttention) {
    SessionWorld world;
    const auto session_id = world.open();
    world.send(wish(session_id, 1, "event"));
    world.wait(1800s + 300s);
    const auto session = world.session(session_id);
    EXPECT_TRUE(session.needs_attention);
    EXPECT_GE(session.subscriptions.at(0).retry.tries, 10);
}

}  // namespace
}  // namespace viaja::session
