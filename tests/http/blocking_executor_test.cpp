// BlockingExecutor: calls that may block, on a thread of their own.

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "common/runtime/blocking_executor.hpp"

namespace viaja::runtime {
namespace {

TEST(BlockingExecutor, AreDoneInTheirOrderOnAnotherThread) {
    BlockingExecutor executor("errands");
    std::vector<int> done;
    std::promise<std::thread::id> last;
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(executor.submit([&done, i] { done.push_back(i); }));
    EXPECT_TRUE(executor.submit([&] { last.set_value(std::this_thread::get_id()); }));
    EXPECT_NE(last.get_future().get(), std::this_thread::get_id());
    EXPECT_EQ(done, (std::vector{0, 1, 2, 3, 4}));
}

TEST(BlockingExecutor, MoreThanMayWaitAreRefused) {
    BlockingExecutor executor("errands", 2);
    std::promise<void> begun;
    std::promise<void> go_on;
    ASSERT_TRUE(executor.submit([&] {
        begun.set_value();
        go_on.get_future().wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(executor.submit([] {}));
    EXPECT_TRUE(executor.submit([] {}));
    EXPECT_FALSE(executor.submit([] {}));
    go_on.set_value();
}

TEST(BlockingExecutor, TheOneUnderWayIsWaitedForAtTheEnd) {
    bool done = false;
    std::promise<void> begun;
    std::promise<void> go_on;
    std::thread releaser;
    {
        BlockingExecutor executor("errands");
        executor.submit([&] {
            begun.set_value();
            go_on.get_future().wait();
            done = true;
        });
        begun.get_future().wait();
        releaser = std::thread([&] { go_on.set_value(); });
    }
    EXPECT_TRUE(done);
    releaser.join();
}

}  // namespace
}  // namespace viaja::runtime
