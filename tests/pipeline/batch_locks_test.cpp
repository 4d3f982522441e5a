// Which keys of a batch are waited for, and for how long.

#include "common/pipeline/batch_locks.hpp"

#include <gtest/gtest.h>

#include "tests/ports/test_clock.hpp"

namespace viaja::test {
namespace {

using namespace std::chrono_literals;

class TakenLock : public LockService {
  public:
    std::vector<bool> try_lock(std::span<const std::string> keys, const std::string&,
                               std::chrono::milliseconds) override {
        return std::vector<bool>(keys.size(), false);
    }
    void unlock(std::span<const std::string>, const std::string&) noexcept override {}
};

class BatchLocksTest : public ::testing::Test {
  protected:
    static std::set<std::string> keys(int from, int until) {
        std::set<std::string> keys;
        for (int key = from; key < until; ++key)
            keys.insert(std::to_string(key));
        return keys;
    }
    std::size_t busy_of(const std::set<std::string>& keys) { return locks_.take(keys).busy.size(); }

    TakenLock lock_;
    TestClock clock_;
    TestRandom random_;
    BatchLocks locks_{lock_, clock_, random_, 3s, 250ms, [](const LogEvent&) {}};
};

TEST_F(BatchLocksTest, AKeyIsWaitedForUntilItsPatienceIsOver) {
    EXPECT_EQ(busy_of({"a"}), 1U);
    clock_.advance(249ms);
    EXPECT_EQ(busy_of({"a"}), 1U);
    clock_.advance(1ms);
    EXPECT_EQ(busy_of({"a"}), 0U);
}

TEST_F(BatchLocksTest, ManyBusyKeysDoNotMakeTheOthersWaitAnew) {
    EXPECT_EQ(busy_of(keys(0, 1'000)), 1'000U);
    clock_.advance(250ms);
    EXPECT_EQ(busy_of(keys(1'000, 1'100)), 0U) << "the row lock alone is left to them";
    EXPECT_EQ(busy_of(keys(0, 1'000)), 0U) << "the time since when they are busy was kept";
}

TEST_F(BatchLocksTest, KeysThatNoInputWaitsForAreForgotten) {
    EXPECT_EQ(busy_of(keys(0, 1'000)), 1'000U);
    clock_.advance(2s);
    EXPECT_EQ(busy_of({"a"}), 1U);
}

}  // namespace
}  // namespace viaja::test
