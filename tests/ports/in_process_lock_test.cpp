// What only the in-process lock promises, beside the suite of its port.

#include <gtest/gtest.h>

#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/contract/check.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {

namespace {

using std::chrono::milliseconds;

TEST(InProcessLockTest, ALeaseEndsAtItsInstant) {
    TestClock clock;
    InProcessLock lock(clock);
    const std::vector<std::string> keys{"a"};
    EXPECT_TRUE(lock.try_lock(keys, "first", milliseconds(10))[0]);
    clock.advance(milliseconds(10) - Duration(1));
    EXPECT_FALSE(lock.try_lock(keys, "second", milliseconds(10))[0]);
    clock.advance(Duration(1));
    EXPECT_TRUE(lock.try_lock(keys, "second", milliseconds(10))[0]);
}

TEST(InProcessLockTest, ALeaseWithoutLengthIsABug) {
    TestClock clock;
    InProcessLock lock(clock);
    const std::vector<std::string> keys{"a"};
    EXPECT_THROW(lock.try_lock(keys, "first", milliseconds(0)), Bug);
}

TEST(InProcessLockTest, LeasesThatEndedAreForgottenAndOthersKept) {
    TestClock clock;
    InProcessLock lock(clock);
    const std::vector<std::string> kept{"kept"};
    EXPECT_TRUE(lock.try_lock(kept, "owner", milliseconds(1'000'000'000))[0]);
    for (int i = 0; i < 50'000; ++i) {
        const std::vector<std::string> keys{"key" + std::to_string(i)};
        ASSERT_TRUE(lock.try_lock(keys, "frozen", milliseconds(100))[0]);
        clock.advance(milliseconds(1));
    }
    EXPECT_LT(lock.leases(), 2'000U);
    EXPECT_FALSE(lock.try_lock(kept, "other", milliseconds(100))[0]);
}

}  // namespace

}  // namespace viaja::test
