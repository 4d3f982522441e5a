// When an index is built, by a clock that is moved by hand.

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "session-service/routes/build_pace.hpp"

namespace viaja::routes {
namespace {

using namespace std::chrono_literals;

constexpr Moment kStart(1'000s);
constexpr Moment kNever = Moment::max();

/// Changes and builds of ten seconds.
struct TenSeconds {
    Duration change_every;
    Duration build_takes;

    int builds = 0;
    Duration building{};
    Duration longest_wait{};  ///< from a change until a build with it begins

    void play(BuildPace pace) {
        auto waits_since = kNever;
        auto ends = kNever;
        auto next_change = kStart;
        for (auto now = kStart; now < kStart + 10s;) {
            if (now >= next_change) {
                pace.changed();
                waits_since = std::min(waits_since, now);
                next_change += change_every;
            }
            if (now >= ends) {
                pace.ended(now);
                ends = kNever;
            }
            if (pace.begin(now)) {
                ++builds;
                building += build_takes;
                longest_wait = std::max(longest_wait, now - waits_since);
                waits_since = kNever;
                ends = now + build_takes;
            }
            now = std::min({next_change, ends, pace.due().value_or(kNever)});
        }
    }
};

TEST(BuildPace, TheFirstChangeIsBuiltAtOnceAndTheNextOnesGather) {
    BuildPace pace(100ms);
    EXPECT_FALSE(pace.begin(kStart)) << "nothing has changed";
    EXPECT_EQ(pace.due(), std::nullopt);
    pace.changed();
    EXPECT_LE(pace.due().value(), kStart);
    ASSERT_TRUE(pace.begin(kStart));
    pace.changed();
    EXPECT_FALSE(pace.begin(kStart + 5ms)) << "one at a time";
    EXPECT_EQ(pace.due(), std::nullopt) << "its end is waited for";
    pace.ended(kStart + 10ms);
    EXPECT_EQ(pace.due(), kStart + 100ms);
    pace.changed();
    EXPECT_FALSE(pace.begin(kStart + 99'999us));
    ASSERT_TRUE(pace.begin(kStart + 100ms));
    pace.ended(kStart + 110ms);
    EXPECT_FALSE(pace.begin(kStart + 10s)) << "both changes were in one build";
    pace.changed();
    EXPECT_TRUE(pace.begin(kStart + 10s));
}

TEST(BuildPace, AfterALongBuildComesALongPause) {
    BuildPace pace(100ms);
    pace.changed();
    ASSERT_TRUE(pace.begin(kStart));
    pace.changed();
    pace.ended(kStart + 50ms);
    EXPECT_EQ(pace.due(), kStart + 200ms);
}

TEST(BuildPace, ChangesThatNeverRestTakeAQuarterOfAThread) {
    TenSeconds demo{.change_every = 1ms, .build_takes = 5ms};
    demo.play(BuildPace(100ms));
    EXPECT_EQ(demo.builds, 100);
    EXPECT_LE(demo.longest_wait, 100ms);
    TenSeconds world{.change_every = 1ms, .build_takes = 60ms};
    world.play(BuildPace(100ms));
    EXPECT_LE(world.building, 10'000ms / 4 + 60ms);
    EXPECT_LE(world.longest_wait, 240ms);
    TenSeconds rare{.change_every = 1s, .build_takes = 60ms};
    rare.play(BuildPace(100ms));
    EXPECT_EQ(rare.builds, 10);
    EXPECT_EQ(rare.longest_wait, 0ms);
}

}  // namespace
}  // namespace viaja::routes
