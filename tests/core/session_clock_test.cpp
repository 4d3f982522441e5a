// Clocks that are set: back, so that what was written lies far ahead, and forward, so that a
// deadline is past in no time.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

/// What the trip sends at `now`, after time was let pass.
std::size_t sent_at(Session& session, Instant now) {
    pass_time(session, now, kRules);
    return derive_supplier_commands(session, now, kRules).size() +
           derive_payment_commands(session, now, kRules).size() +
           derive_timeout_notices(session, now, kRules).size();
}

bool is_left_behind(const Session& session, Instant now) {
    return clock_reached(session, kRules) > clock_was_set_back_from(now);
}

TEST(SessionClock, EveryPendingRequestIsAskedAgainWhenTheClockIsSetBack) {
    for (auto session : trips_on_the_way()) {
        if (!session.saga) continue;
        const auto pending = sent_at(session, kStart);
        ASSERT_GT(pending, 0U);
        ASSERT_EQ(sent_at(session, kStart), 0U) << "it waits now";
        for (const Duration back : {Duration(10s), Duration(10min), Duration(1h)}) {
            const auto now = kStart - back;
            auto left = session;
            EXPECT_TRUE(is_left_behind(left, now)) << "the sweep finds it";
            EXPECT_EQ(sent_at(left, now), pending);
            EXPECT_FALSE(is_left_behind(left, now)) << "and finds it once";
        }
    }
}

TEST(SessionClock, HoldsReleasesAndNoticesAreAskedAgainWhenTheClockIsSetBack) {
    auto session = held_session(1);
    ask(session, 2);
    decide(session, DropHold{hold_id(1)}, kStart, kRules);
    ScheduleReply reply;
    ScheduleTimeout wish;
    wish.id = hold_id(7).value;
    wish.session_id = session.id;
    wish.notify = "hotel";
    schedule(session, wish, kStart, kRules, reply);
    ASSERT_EQ(sent_at(session, kStart), 2U);
    EXPECT_EQ(sent_at(session, kStart - 1h), 2U);
    decide(session, answer(Command::hold, 2, 0, Answer::held), kStart - 1h, kRules);
    ASSERT_EQ(sent_at(session, kStart), 3U) << "fired: cancel, expire and the notice";
    EXPECT_EQ(sent_at(session, kStart - 1h), 3U);
}

TEST(SessionClock, NoDeadlineIsFurtherAheadThanItsLength) {
    const auto now = kStart - 24h;
    auto idle = new_session();
    EXPECT_TRUE(is_left_behind(idle, now));
    pass_time(idle, now, kRules);
    EXPECT_EQ(idle.timeout.idle_until, now + kRules.limits.idle_time);

    auto running = held_session(1);
    pass_time(running, now, kRules);
    EXPECT_EQ(running.timeout.expires_at, now + kRules.limits.hold_time);
    EXPECT_EQ(due_at(running, kRules), now + kRules.limits.hold_time);

    auto paused = held_session(1);
    auto seed = LegacyAnswer::invalid;
    set_state(paused, LegacyState::paused, kStart, kRules, seed);
    pass_time(paused, now, kRules);
    EXPECT_EQ(paused.timeout.pause_until, now + kRules.limits.pause_time);

    auto paying = held_session(1);
    pay(paying);
    pass_time(paying, now, kRules);
    EXPECT_EQ(paying.saga->deadline, now + kRules.limits.step_time);
}

TEST(SessionClock, WhatEndedAndWhatIsInOrderIsLeftAsItIs) {
    auto session = held_session(1);
    ask(session, 2);
    sent_at(session, kStart);
    const auto before = session;
    pass_time(session, kStart - 1s, kRules);
    EXPECT_EQ(session, before) << "a clock that only drifts";

    auto ended = held_session(1);
    decide(ended, Cancel{}, kStart, kRules);
    decide(ended, answer(Command::cancel, 1, 0, Answer::cancelled), kStart, kRules);
    EXPECT_FALSE(is_left_behind(ended, kStart - 24h));
}

TEST(SessionClock, AStepIsNotSilentBecauseTheClockWasSetForward) {
    auto session = held_session(1);
    pay(session);
    sent_at(session, kStart);
    auto now = kStart + 1h;
    const auto set_at = now;
    int asked = 1;
    while (session.saga->pending == Command::authorize) {
        if (sent_at(session, now) > 0) ++asked;
        now = std::max(now, due_at(session, kRules));
    }
    EXPECT_GE(asked, asks_before_silence(kRules.limits));
    EXPECT_GE(now - set_at, 5s) << "an answer that takes three seconds comes in time";
    EXPECT_LE(now - set_at, kRules.limits.step_time);
    EXPECT_EQ(session.saga->pending, Command::void_);
}

TEST(SessionClock, AStepThatIsAskedAsUsualIsSilentAtItsDeadline) {
    auto session = held_session(1);
    pay(session);
    auto now = kStart;
    for (; session.saga->pending == Command::authorize; now = due_at(session, kRules)) {
        sent_at(session, now);
        if (session.saga->pending != Command::authorize) break;
    }
    EXPECT_EQ(now, kStart + kRules.limits.step_time);
}

}  // namespace
}  // namespace viaja::session
