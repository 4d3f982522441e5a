#include "common/runtime/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

namespace viaja::runtime {
namespace {

using namespace std::chrono_literals;

TEST(Loop, RunsWhatIsPostedInOrderAndStops) {
    Loop loop;
    std::string said;
    loop.post([&] { said += "a"; });
    loop.post([&] { said += "b"; });
    loop.post([&] { loop.stop(); });
    loop.run();
    EXPECT_EQ(said, "ab");
}

TEST(Loop, RunsEveryPostOfEveryThread) {
    Loop loop;
    int count = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 10'000; ++k) {
                loop.post([&] {
                    if (++count == 40'000) loop.stop();
                });
            }
        });
    }
    loop.run();
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(count, 40'000);
}

TEST(Loop, StopBeforeRunMakesRunReturn) {
    Loop loop;
    loop.stop();
    loop.run();
    loop.post([&] { loop.stop(); });
    loop.run();
}

TEST(Loop, CallsLaterInTheOrderOfTheDelays) {
    Loop loop;
    std::string said;
    const TimerHandle late = loop.call_after(20ms, [&] {
        said += "late";
        loop.stop();
    });
    const TimerHandle soon = loop.call_after(1ms, [&] { said += "soon "; });
    EXPECT_TRUE(soon.pending());
    loop.run();
    EXPECT_EQ(said, "soon late");
    EXPECT_FALSE(soon.pending());
}

TEST(Loop, DoesNotCallEarlyThoughTheLoopWasIdleBefore) {
    Loop loop;
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begun < 30ms) {
    }
    const auto set = std::chrono::steady_clock::now();
    const TimerHandle timer = loop.call_after(20ms, [&] { loop.stop(); });
    loop.run();
    EXPECT_GE(std::chrono::steady_clock::now() - set, 19ms);  // libuv counts whole milliseconds
}

TEST(Loop, ACancelledOrDestroyedTimerIsNotCalled) {
    Loop loop;
    int calls = 0;
    TimerHandle cancelled = loop.call_after(1ms, [&] { ++calls; });
    {
        const TimerHandle destroyed = loop.call_after(1ms, [&] { ++calls; });
    }
    TimerHandle replaced = loop.call_after(1ms, [&] { ++calls; });
    replaced = loop.call_after(10ms, [&] { loop.stop(); });
    cancelled.cancel();
    cancelled.cancel();
    EXPECT_FALSE(cancelled.pending());
    loop.run();
    EXPECT_EQ(calls, 0);
}

TEST(Loop, ATimerMayDestroyItsOwnHandle) {
    Loop loop;
    TimerHandle handle;
    int calls = 0;
    handle = loop.call_every(1ms, [&, text = std::string(100, 'x')] {
        handle = TimerHandle();
        calls += static_cast<int>(text.size());  // the function itself is still alive
        loop.post([&] { loop.stop(); });
    });
    loop.run();
    EXPECT_EQ(calls, 100);
}

TEST(Loop, CallsAgainAndAgain) {
    Loop loop;
    int calls = 0;
    const TimerHandle ticks = loop.call_every(1ms, [&] {
        if (++calls == 3) loop.stop();
    });
    loop.run();
    EXPECT_EQ(calls, 3);
}

TEST(Loop, HandlesSignals) {
    Loop loop;
    std::string said;
    loop.on_signal(SIGTERM, [&] { said += "replaced"; });
    loop.on_signal(SIGTERM, [&] {
        said += "term";
        loop.stop();
    });
    loop.post([] { std::raise(SIGTERM); });
    loop.run();
    EXPECT_EQ(said, "term");
}

TEST(Loop, DropsWhatWasPostedAndNotRun) {
    const auto token = std::make_shared<int>(0);
    {
        Loop loop;
        loop.post([token] { ++*token; });
        EXPECT_EQ(token.use_count(), 2);
    }
    EXPECT_EQ(token.use_count(), 1);
    EXPECT_EQ(*token, 0);
}

TEST(Loop, EndsWithTimersAndSignalsStillSet) {
    TimerHandle outlives;
    {
        Loop loop;
        outlives = loop.call_after(1h, [] {});
        loop.on_signal(SIGINT, [] {});
    }
    EXPECT_FALSE(outlives.pending());
    outlives.cancel();
}

}  // namespace
}  // namespace viaja::runtime
