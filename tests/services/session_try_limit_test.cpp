// How often a peer may guess.

#include <gtest/gtest.h>

#include "session-service/http/try_limit.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

const Moment kStart(1'000s);

TEST(TryLimit, LetsAPeerTryAgainWhenItsOldestTryIsOver) {
    TryLimit limit(2, 60s, 10);
    EXPECT_EQ(limit.take("a", kStart), std::nullopt);
    EXPECT_EQ(limit.take("a", kStart + 20s), std::nullopt);
    EXPECT_EQ(limit.take("a", kStart + 30s), Duration(30s));
    EXPECT_EQ(limit.take("b", kStart + 30s), std::nullopt) << "each peer for itself";
    EXPECT_EQ(limit.take("a", kStart + 60s), std::nullopt);
    EXPECT_EQ(limit.take("a", kStart + 60s), Duration(20s)) << "what was refused did not count";
}

TEST(TryLimit, ATryThatWasGivenBackDoesNotCount) {
    TryLimit limit(1, 60s, 10);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(limit.take("a", kStart), std::nullopt);
        limit.give_back("a");
    }
    limit.give_back("unknown");
    EXPECT_EQ(limit.take("a", kStart), std::nullopt);
    EXPECT_NE(limit.take("a", kStart), std::nullopt);
}

TEST(TryLimit, ForgetsThePeerThatHasNotTriedForLongestWhenThereAreTooMany) {
    TryLimit limit(1, 60s, 2);
    limit.take("a", kStart);
    limit.take("b", kStart + 1s);
    limit.take("c", kStart + 2s);
    EXPECT_NE(limit.take("b", kStart + 3s), std::nullopt);
    EXPECT_NE(limit.take("c", kStart + 3s), std::nullopt);
    EXPECT_EQ(limit.take("a", kStart + 3s), std::nullopt) << "it was forgotten";
}

}  // namespace
}  // namespace viaja::session
