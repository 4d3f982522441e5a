// Which trace the messages of a session belong to.

#include <gtest/gtest.h>

#include <algorithm>

#include "session-service/core/limits.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

TraceContext context_of(std::uint8_t digit, const std::string& request_id) {
    TraceContext context;
    context.trace_id.bytes.fill(digit);
    context.request_id = request_id;
    return context;
}

using Contexts = std::vector<TraceContext>;

/// The traces of all messages to the address. What each is a child of is the sender's own work.
Contexts traces(SessionWorld& world, const std::string& address) {
    auto contexts = world.contexts(address);
    for (auto& context : contexts)
        context.span_id = {};
    return contexts;
}

AskHold ask_hold(SessionWorld& world) {
    return {HoldId{new_uuid(world.clock, world.random)}, SessionWorld::a_flight(), {}};
}

TEST(SessionTrace, ACommandHasTheTraceOfTheRequestThatItFollowsFrom) {
    SessionWorld world;
    const auto session_id = world.open();
    world.context = context_of(0x2a, "r-1");
    world.request(session_id, ask_hold(world));
    EXPECT_EQ(traces(world, "flight.I0"), Contexts{world.context});
}

TEST(SessionTrace, AStepHasTheTraceOfTheReplyThatItFollowsFrom) {
    SessionWorld world;
    const auto session_id = world.held_session();
    world.contexts("flight.I0");
    const auto payment = context_of(0x2a, "r-2");
    world.context = payment;
    world.request(session_id, Pay{"card", "tok_ok", Money{1'000}});
    world.context = payment;
    world.answer(Answer::authorized);
    world.answer(Answer::confirmed);
    EXPECT_EQ(traces(world, "payment"), (Contexts{payment, payment})) << "authorize, capture";
    EXPECT_EQ(traces(world, "flight.I0"), Contexts{payment});
}

TEST(SessionTrace, WhatIsSentAgainBelongsToTheTraceOfTheSession) {
    SessionWorld world;
    const auto session_id = world.open();
    world.context = context_of(0x2a, "r-1");
    world.request(session_id, ask_hold(world));
    world.contexts("flight.I0");
    world.wait(10s);
    const auto again = world.contexts("flight.I0");
    ASSERT_FALSE(again.empty());
    for (const auto& context : again)
        EXPECT_TRUE(context.empty());
}

TEST(SessionTrace, TheLastInputOfEachSessionInABatchGivesItsMessagesTheirTrace) {
    SessionWorld world;
    const auto session_id = world.open();
    const auto other = world.open();
    for (std::uint8_t digit = 1; digit <= 2; ++digit) {
        world.context = context_of(digit, "r-" + std::to_string(digit));
        world.submit(session_id, ask_hold(world));
    }
    world.context = {};
    world.submit(other, ask_hold(world));
    world.run();
    const auto last = context_of(2, "r-2");
    const auto contexts = traces(world, "flight.I0");
    ASSERT_EQ(contexts.size(), 3U);
    EXPECT_EQ(std::ranges::count(contexts, last), 2);
    EXPECT_EQ(std::ranges::count(contexts, TraceContext()), 1);
}

TEST(SessionTrace, ASupplierThatAsksIsAnsweredInTheTraceOfItsQuestion) {
    SessionWorld world;
    world.context = context_of(0x2a, "");
    world.send(SessionCheck{.session_id = SessionId{new_uuid(world.clock, world.random)},
                            .holds = {HoldId{new_uuid(world.clock, world.random)}},
                            .reply_to = "flight.I0"});
    EXPECT_EQ(traces(world, "flight.I0"), Contexts{world.context});
    world.send(ScheduleTimeout{.id = new_uuid(world.clock, world.random),
                               .session_id = SessionId{new_uuid(world.clock, world.random)},
                               .notify = "flight.I0",
                               .deadline = {},
                               .reply_to = "flight.I0"});
    EXPECT_EQ(traces(world, "flight.I0"), Contexts{world.context});
}

}  // namespace
}  // namespace viaja::session
