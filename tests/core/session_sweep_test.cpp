// When the sweep looks at a session: in time, whatever is pending of it, and seldom in vain.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

TEST(SessionSweep, ADueTimeIsMovedEarlierAtOnce) {
    const auto session = held_session(1);
    const auto due = due_at(session, kRules);
    EXPECT_EQ(sweep_times(session, {}, kStart, kRules).due_at, due);
    EXPECT_EQ(sweep_times(session, {due + 1s, {}}, kStart, kRules).due_at, due);
}

TEST(SessionSweep, ADueTimeIsMovedLaterOnlyOnceItIsPast) {
    const auto session = held_session(1);
    const auto due = due_at(session, kRules);
    const auto early = kStart + 1s;
    EXPECT_EQ(sweep_times(session, {early, {}}, kStart, kRules).due_at, early);
    EXPECT_EQ(sweep_times(session, {early, {}}, early, kRules).due_at, due);
}

TEST(SessionSweep, WhatIsOverIsLookedAtNoMore) {
    auto session = held_session(1);
    decide(session, Cancel{}, kStart, kRules);
    decide(session, answer(Command::cancel, 1, 0, Answer::cancelled), kStart, kRules);
    ASSERT_EQ(due_at(session, kRules), Instant::max());
    EXPECT_EQ(sweep_times(session, {kStart + 1s, kStart}, kStart, kRules), SweepTimes{});
}

TEST(SessionSweep, TheTimesOfARowStayWhileASessionMovesOn) {
    SweepTimes row;
    int moves = 0;
    for (auto session : trips_on_the_way()) {
        derive_payment_commands(session, kStart, kRules);
        derive_supplier_commands(session, kStart, kRules);
        const auto times = sweep_times(session, row, kStart, kRules);
        moves += times == row ? 0 : 1;
        row = times;
        ASSERT_LE(row.due_at.value_or(Instant::max()), due_at(session, kRules));
    }
    EXPECT_LE(moves, 3);
}

TEST(SessionSweep, WhateverAClockThatIsSetBackLeavesBehindIsFound) {
    for (auto session : trips_on_the_way()) {
        if (!session.saga) continue;
        derive_payment_commands(session, kStart, kRules);
        derive_supplier_commands(session, kStart, kRules);
        for (const Duration lag : {Duration(0s), Duration(1s), Duration(1min)}) {
            const SweepTimes stored{{}, clock_reached(session, kRules) - lag};
            const auto times = sweep_times(session, stored, kStart, kRules);
            for (const Duration back : {Duration(1s), Duration(1100ms), Duration(1h)}) {
                const auto now = kStart - back;
                if (clock_reached(session, kRules) <= clock_was_set_back_from(now)) continue;
                EXPECT_GT(times.clock_reached, sweep_looks_behind(now));
                auto followed = session;
                follow_clock_back(followed, now, kRules);
                const auto after = sweep_times(followed, times, now, kRules);
                EXPECT_LE(after.clock_reached.value_or(now), clock_was_set_back_from(now))
                    << "and is found for a second at the longest";
            }
        }
    }
}

TEST(SessionSweep, ASessionThatIsCommittedWhileTheSweepLooksIsNotLeftBehind) {
    for (auto session : trips_on_the_way()) {
        derive_payment_commands(session, kStart, kRules);
        derive_supplier_commands(session, kStart, kRules);
        const auto row = sweep_times(session, {}, kStart, kRules);
        for (const Duration ago : {Duration(1us), Duration(10ms), Duration(400ms)}) {
            EXPECT_LE(row.clock_reached.value_or(Instant::min()), sweep_looks_behind(kStart - ago));
        }
    }
}

}  // namespace
}  // namespace viaja::session
