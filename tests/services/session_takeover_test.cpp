// A replica is killed while it holds a session's lock, at each point of a trip: another goes on
// within half a second, not when the lease ends.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/core/queries.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
constexpr Duration kTakenOverWithin = 500ms;

TEST(SessionTakeover, AnAnswerIsTakenLongBeforeTheLeaseOfADeadReplicaEnds) {
    const std::vector answers = {Answer::authorized, Answer::confirmed, Answer::captured};
    for (std::size_t point = 0; point < answers.size(); ++point) {
        SessionWorld world;
        const auto session_id = world.held_session();
        world.request(session_id, Pay{"card", "tok_ok", total(world.session(session_id))});
        world.run();
        for (const auto answer : std::span(answers).first(point)) {
            world.answer(answer);
            world.run();
        }
        world.received("flight.I0");
        world.received("payment");
        const auto goes_on = [&] {
            return !world.types("flight.I0").empty() || !world.types("payment").empty() ||
                   world.session(session_id).state == SessionState::confirmed;
        };
        world.lock_and_die(session_id);
        world.answer(answers[point]);
        world.run();
        EXPECT_FALSE(goes_on()) << "the lock is respected";
        world.wait(kTakenOverWithin);
        EXPECT_TRUE(goes_on()) << "point " << point;
    }
}

TEST(SessionTakeover, WhatIsDueIsDoneLongBeforeTheLeaseOfADeadReplicaEnds) {
    SessionWorld world;
    const auto session_id = world.held_session();
    world.wait(Limits().hold_time - 1s);
    ASSERT_EQ(world.session(session_id).state, SessionState::open);
    world.clock.advance(1s);
    world.lock_and_die(session_id);
    world.run();
    EXPECT_EQ(world.session(session_id).state, SessionState::open);
    world.wait(kTakenOverWithin);
    EXPECT_EQ(world.session(session_id).state, SessionState::expired);
}

}  // namespace
}  // namespace viaja::session
