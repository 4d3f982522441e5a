// A request without a key is decided again after a commit of unknown outcome: what it meets then
// may be its own doing.

#include <gtest/gtest.h>

#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

TEST(SessionDoubt, AStateThatIsReachedAlreadyIsNoForbiddenOne) {
    SessionWorld world;
    const auto session = world.held_session();
    for (const auto target : {SeedState::pausada, SeedState::correndo, SeedState::tempo_esgotado}) {
        ASSERT_EQ(world.request(session, SetState{target}).seed_answer, SeedAnswer::ok);
        EXPECT_EQ(world.request(session, SetState{target}).seed_answer, SeedAnswer::erro);
        const auto again = world.request_again(session, SetState{target});
        EXPECT_EQ(again.code, Code::accepted);
        EXPECT_EQ(again.seed_answer, SeedAnswer::ok);
    }
}

TEST(SessionDoubt, ARefusalThatMayBeItsOwnDoingIsNotGiven) {
    SessionWorld world;
    const auto session = world.held_session();
    const auto before = world.trip(session);
    const DropHold drop{before.holds.at(0).id};
    ASSERT_EQ(world.request(session, drop).code, Code::accepted);
    const auto by_version = world.request_again(session, drop, before.version);
    EXPECT_EQ(by_version.code, Code::unavailable);
    EXPECT_TRUE(by_version.may_have_happened);
}

TEST(SessionDoubt, AChangeThatIsFoundDoneIsAnnounced) {
    SessionWorld world;
    const auto session = world.held_session();
    const DropHold drop{world.trip(session).holds.at(0).id};
    ASSERT_EQ(world.request(session, drop).code, Code::accepted);
    world.changes.clear();
    world.request(session, drop);
    EXPECT_TRUE(world.changes.empty()) << "nothing has changed";
    world.request_again(session, drop);
    ASSERT_EQ(world.changes.size(), 1U);
    EXPECT_TRUE(world.changes[0].has_outcome)
        << "the process has lost the commit's outcome, and with it what was to be announced";
}

TEST(SessionDoubt, WhatIsAcceptedIsAccepted) {
    SessionWorld world;
    const auto session = world.held_session();
    const auto dropped = world.request_again(session, DropHold{world.trip(session).holds[0].id});
    EXPECT_EQ(dropped.code, Code::accepted);
    EXPECT_FALSE(dropped.may_have_happened);
}

}  // namespace
}  // namespace viaja::session
