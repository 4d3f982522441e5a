// The database's clock is set while sessions wait for it: nothing stays behind.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/core/queries.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

TEST(SessionClock, WhatIsPendingIsAskedAgainSoonAfterTheClockWasSetBackAndTheProcessKilled) {
    for (const Duration back : {Duration(10min), Duration(1h), Duration(24h)}) {
        SessionWorld world;
        const auto session_id = world.held_session();
        const auto total = session::total(world.session(session_id));
        world.request(session_id, Pay{"card", "tok_ok", total});
        world.run();
        EXPECT_EQ(world.types("payment"), Words{"authorize"});
        world.received("flight.I0");
        world.clock.step(-back);
        world.restart();
        world.wait(1s);
        EXPECT_EQ(world.types("payment"), Words{"authorize"});
        world.answer(Answer::authorized);
        world.run();
        EXPECT_EQ(world.types("flight.I0"), Words{"confirm"});
    }
}

TEST(SessionClock, ADeadlineOfADayThatWasWrongIsCut) {
    SessionWorld world;
    world.clock.step(24h);
    const auto held = world.held_session();
    const auto idle = world.open();
    world.clock.step(-24h);
    world.wait(1s);
    EXPECT_LE(*world.session(held).timeout.expires_at, world.clock.now() + Limits().hold_time);
    EXPECT_LE(*world.session(idle).timeout.idle_until, world.clock.now() + Limits().idle_time);
    const auto versions = world.session(held).version + world.session(idle).version;
    world.wait(3s);
    EXPECT_EQ(world.session(held).version + world.session(idle).version, versions) << "cut once";
    world.wait(Limits().hold_time);
    EXPECT_EQ(world.session(held).state, SessionState::expired);
}

TEST(SessionClock, AStepIsAskedMoreThanOnceBeforeItIsGivenUpWhenTheClockIsSetForward) {
    SessionWorld world;
    const auto session_id = world.held_session();
    world.request(session_id, Pay{"card", "tok_ok", session::total(world.session(session_id))});
    world.run();
    world.received("flight.I0");
    world.clock.step(30s);
    world.wait(3s);
    world.answer(Answer::authorized);
    world.run();
    EXPECT_EQ(world.types("flight.I0"), Words{"confirm"});
}

}  // namespace
}  // namespace viaja::session
