// What a Pruning does about pages that fail, take long or are locked.

#include "common/pruning/pruning.hpp"

#include <gtest/gtest.h>

#include "common/ports/errors.hpp"
#include "tests/services/session_world.hpp"

namespace viaja {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Lines = std::vector<std::string>;

/// Pages "a", "b" and "c", and a Pruning of them that only the test moves.
class ThreePages : public testing::Test {
  protected:
    FoundPage find(const std::string& after) {
        const std::string key = after.empty() ? "a" : after == "a" ? "b" : "c";
        FoundPage page;
        page.first = "first of " + key;
        if (key != "c") page.next = key;
        page.prune = [this, key] {
            tried.push_back(key);
            if (key == "b" && at_b) at_b();
            return PrunedPage{.pruned = 1};
        };
        return page;
    }

    /// So many steps, each when its time has come.
    void run(int steps) {
        for (int i = 0; i < steps; ++i) {
            clock.advance(pruning.next_wake() - clock.moment());
            ASSERT_TRUE(pruning.step());
        }
    }
    Duration pause() const { return pruning.next_wake() - clock.moment(); }

    test::TestClock clock;
    SqliteDatabase database{SqliteDatabase::Memory{"pruning"}, clock};
    Lines tried;
    Lines reported;
    std::function<void()> at_b;
    Pruning pruning{database,
                    clock,
                    [this](Connection&, const std::string& after, Instant) { return find(after); },
                    {},
                    [this](const LogEvent& event) { reported.push_back(text_of(event)); }};
};

TEST_F(ThreePages, APageThatFailsTwiceDoesNotHideThoseBehindIt) {
    at_b = [] { throw Unavailable("too slow"); };
    run(2);
    EXPECT_EQ(pause(), minutes(1));
    EXPECT_EQ(reported, Lines{});
    run(2);
    EXPECT_EQ(tried, (Lines{"a", "b", "b", "c"}));
    EXPECT_EQ(reported, Lines{"page not pruned, left to the next pass · first=first of b "
                              "error=too slow"});
    EXPECT_EQ(pruning.counters().pruned, 2U);
    EXPECT_EQ(pruning.counters().passes, 1U);
    EXPECT_EQ(pruning.counters().left_out, 1U);
    at_b = nullptr;
    tried.clear();
    run(3);
    EXPECT_EQ(tried, (Lines{"a", "b", "c"})) << "the next pass";
}

TEST_F(ThreePages, APageThatFailsOnceIsTriedAgain) {
    at_b = [this] {
        at_b = nullptr;
        throw Unavailable("lost");
    };
    run(4);
    EXPECT_EQ(tried, (Lines{"a", "b", "b", "c"}));
    EXPECT_EQ(pruning.counters().pruned, 3U);
    EXPECT_EQ(reported, Lines{});
}

TEST_F(ThreePages, APauseIsFourTimesAsLongAsThePageTook) {
    run(1);
    EXPECT_EQ(pause(), PrunePace{}.pause);
    at_b = [this] { clock.advance(seconds(2)); };
    run(1);
    EXPECT_EQ(pause(), seconds(8));
}

TEST_F(ThreePages, ARowThatStaysLockedPutsThePassOff) {
    at_b = [] { throw Locked("a row"); };
    run(10);
    EXPECT_EQ(pause(), seconds(1));
    EXPECT_EQ(reported, Lines{});
    run(1);
    EXPECT_EQ(pause(), hours(6));
    EXPECT_EQ(reported, Lines{"pruning put off · error=a row stays locked"});
    EXPECT_EQ(pruning.counters().put_off, 10U);
}

TEST_F(ThreePages, APageThatIsNotDoneComesAgain) {
    int left = 3;
    Pruning sliced(database, clock, [&](Connection&, const std::string& after, Instant) {
        EXPECT_EQ(after, "");
        auto page = find("b");
        page.prune = [&] { return PrunedPage{.pruned = 1, .again = --left > 0}; };
        return page;
    });
    for (int i = 0; i < 3; ++i) {
        clock.advance(seconds(1));
        EXPECT_TRUE(sliced.step());
    }
    EXPECT_EQ(sliced.counters().passes, 1U);
    EXPECT_EQ(sliced.counters().pruned, 3U);
}

}  // namespace
}  // namespace viaja
