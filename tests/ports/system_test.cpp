// What is the system adapters' own.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"

namespace viaja::test {

namespace {

TEST(SystemClockTest, TellsTheTimeInUtcAndItsMomentsNeverGoBackInAnyThread) {
    const SystemClock clock;
    const auto wall = std::chrono::system_clock::now();
    EXPECT_LT(std::chrono::abs(wall - clock.now()), std::chrono::minutes(1));

    std::atomic<int> backwards = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            Moment latest = clock.moment();
            for (int round = 0; round < 20'000; ++round) {
                const Moment now = clock.moment();
                if (now < latest) backwards.fetch_add(1);
                latest = now;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(backwards, 0);
}

TEST(SystemRandomTest, FillsEveryByteOfAnySize) {
    SystemRandom random;
    random.fill({});
    std::vector<std::uint8_t> bytes(1'000'003);
    random.fill(bytes);
    // Each value is expected some 3,900 times; a piece left out would show as many more zeros.
    std::vector<int> counts(256);
    for (const auto byte : bytes)
        ++counts[byte];
    EXPECT_GT(*std::ranges::min_element(counts), 3'000);
    EXPECT_LT(*std::ranges::max_element(counts), 5'000);
}

TEST(SystemRandomTest, IdsDifferAndRiseWithTime) {
    const SystemClock clock;
    SystemRandom random;
    std::set<Uuid> ids;
    for (int i = 0; i < 5'000; ++i)
        ids.insert(new_uuid(clock, random));
    EXPECT_EQ(ids.size(), 5'000U);
}

}  // namespace

}  // namespace viaja::test
