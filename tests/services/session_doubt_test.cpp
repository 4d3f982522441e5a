// A request without a key is decided again after a commit of unknown outcome: what it meets then
// may be its own doing.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

TEST(SessionDoubt, AStateThatIsReachedAlreadyIsNoForbiddenOne) {
    SessionWorld world;
    const auto session_id = world.held_session();
    for (const auto target : {LegacyState::paused, LegacyState::running, LegacyState::timed_out}) {
        ASSERT_EQ(world.request(session_id, SetState{target}).legacy_answer, LegacyAnswer::ok);
        EXPECT_EQ(world.request(session_id, SetState{target}).legacy_answer, LegacyAnswer::invalid);
        const auto again = world.request_again(session_id, SetState{target});
        EXPECT_EQ(again.code, Code::accepted);
        EXPECT_EQ(again.legacy_answer, LegacyAnswer::ok);
    }
}

TEST(SessionDoubt, ARefusalThatMayBeItsOwnDoingIsNotGiven) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto before = world.session(session_id);
    const DropHold drop{before.holds.at(0).id};
    ASSERT_EQ(world.request(session_id, drop).code, Code::accepted);
    const auto by_version = world.request_again(session_id, drop, before.version);
    EXPECT_EQ(by_version.code, Code::unavailable);
    EXPECT_TRUE(by_version.outcome_unknown);
}

TEST(SessionDoubt, AChangeThatIsFoundDoneIsAnnounced) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const DropHold drop{world.session(session_id).holds.at(0).id};
    ASSERT_EQ(world.request(session_id, drop).code, Code::accepted);
    world.changes.clear();
    world.request(session_id, drop);
    EXPECT_TRUE(world.changes.empty()) << "nothing has changed";
    world.request_again(session_id, drop);
    ASSERT_EQ(world.changes.size(), 1U);
    EXPECT_TRUE(world.changes[0].has_outcome)
        << "the process has lost the commit's outcome, and with it what was to be announced";
}

TEST(SessionDoubt, WhatIsAcceptedIsAccepted) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto dropped =
        world.request_again(session_id, DropHold{world.session(session_id).holds[0].id});
    EXPECT_EQ(dropped.code, Code::accepted);
    EXPECT_FALSE(dropped.outcome_unknown);
}

}  // namespace
}  // namespace viaja::session
