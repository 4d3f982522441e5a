// What common/ports/lock.hpp promises, on every adapter.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/ports/errors.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

namespace {

using std::chrono::milliseconds;
using Keys = std::vector<std::string>;
using Granted = std::vector<bool>;

constexpr milliseconds kLong{60'000};

class LockContract : public testing::TestWithParam<Factory<LockFixture>> {
  protected:
    std::unique_ptr<LockFixture> fixture_ = GetParam().make();
    std::shared_ptr<LockService> lock_ = fixture_->service();
};

INSTANTIATE_TEST_SUITE_P(Adapters, LockContract, testing::ValuesIn(lock_factories()), adapter_name);

TEST_P(LockContract, AKeyHasOneHolderAtATime) {
    const auto other = fixture_->service();
    const Keys keys{"a"};
    EXPECT_EQ(lock_->try_lock(keys, "first", kLong), Granted{true});
    EXPECT_EQ(other->try_lock(keys, "second", kLong), Granted{false});
    EXPECT_EQ(lock_->try_lock(keys, "third", kLong), Granted{false});
    lock_->unlock(keys, "first");
    EXPECT_EQ(other->try_lock(keys, "second", kLong), Granted{true});
}

TEST_P(LockContract, OnlyTheOwnerUnlocks) {
    const Keys keys{"a", "b"};
    EXPECT_EQ(lock_->try_lock(keys, "first", kLong), (Granted{true, true}));
    lock_->unlock(keys, "second");
    EXPECT_EQ(lock_->try_lock(keys, "third", kLong), (Granted{false, false}));
    const Keys unknown{"never locked"};
    lock_->unlock(unknown, "first");
}

TEST_P(LockContract, EachKeyOfABatchIsGrantedOnItsOwn) {
    const Keys taken{"b", "d"};
    EXPECT_EQ(lock_->try_lock(taken, "first", kLong), (Granted{true, true}));
    const Keys batch{"a", "b", "c", "d", "e"};
    EXPECT_EQ(lock_->try_lock(batch, "second", kLong), (Granted{true, false, true, false, true}));
    lock_->unlock(batch, "second");
    EXPECT_EQ(lock_->try_lock(batch, "third", kLong), (Granted{true, false, true, false, true}));
}

TEST_P(LockContract, NoKeysAreNothing) {
    EXPECT_EQ(lock_->try_lock({}, "first", kLong), Granted{});
    lock_->unlock({}, "first");
}

TEST_P(LockContract, AnyTextIsAKey) {
    const Keys odd{"",
                   " ",
                   "a:b{c}*?",
                   std::string("nul\0inside", 10),
                   "São Paulo\r\n",
                   std::string(300, 'k')};
    EXPECT_EQ(lock_->try_lock(odd, "first", kLong), Granted(odd.size(), true));
    EXPECT_EQ(lock_->try_lock(odd, "second", kLong), Granted(odd.size(), false));
    const Keys cut{"nul"};
    EXPECT_EQ(lock_->try_lock(cut, "second", kLong), Granted{true});
}

TEST_P(LockContract, ALeaseEndsByItselfAndTheLateHolderDoesNoHarm) {
    const Keys keys{"a"};
    constexpr milliseconds kShort{80};
    EXPECT_EQ(lock_->try_lock(keys, "frozen", kShort), Granted{true});
    fixture_->let_pass(kShort);
    EXPECT_EQ(lock_->try_lock(keys, "second", kLong), Granted{true});
    lock_->unlock(keys, "frozen");
    EXPECT_EQ(lock_->try_lock(keys, "third", kLong), Granted{false});
}

TEST_P(LockContract, ManyThreadsNeverHoldOneKeyTogether) {
    constexpr int kThreads = 6;
    constexpr int kTurns = 300;
    std::atomic<int> turns = 0;  // only the lock keeps the threads from losing each other's turns
    std::atomic<int> inside = 0;
    std::atomic<int> together = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            const auto service = fixture_->service();
            const Keys keys{"shared"};
            for (int turn = 0; turn < kTurns;) {
                const std::string owner = std::to_string(i) + "-" + std::to_string(turn);
                if (!service->try_lock(keys, owner, kLong)[0]) {
                    std::this_thread::yield();
                    continue;
                }
                if (inside.fetch_add(1) != 0) together.fetch_add(1);
                turns.store(turns.load() + 1);
                inside.fetch_sub(1);
                service->unlock(keys, owner);
                ++turn;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(together, 0);
    EXPECT_EQ(turns, kThreads * kTurns);
}

TEST_P(LockContract, WhileTheServerIsDownNothingIsGrantedAndUnlockIsSilent) {
    if (const auto why = fixture_->cannot(Disturbance::away)) GTEST_SKIP() << *why;
    const Keys keys{"a"};
    fixture_->disturb(Disturbance::away);
    EXPECT_THROW(lock_->try_lock(keys, "first", kLong), Unavailable);
    lock_->unlock(keys, "first");
    fixture_->restore();
    EXPECT_EQ(lock_->try_lock(keys, "second", kLong), Granted{true});
}

TEST_P(LockContract, AFrozenServerIsUnavailable) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    const Keys keys{"a"};
    fixture_->disturb(Disturbance::frozen);
    EXPECT_THROW(lock_->try_lock(keys, "first", kLong), Unavailable);
    lock_->unlock(keys, "first");
    fixture_->restore();
    const Keys others{"b"};
    EXPECT_EQ(lock_->try_lock(others, "second", kLong), Granted{true});
}

}  // namespace

}  // namespace viaja::test
