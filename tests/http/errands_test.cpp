// Errands: calls that may block, on a thread of their own.

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "common/process/errands.hpp"

namespace viaja::process {
namespace {

TEST(Errands, AreDoneInTheirOrderOnAnotherThread) {
    Errands errands("errands");
    std::vector<int> done;
    std::promise<std::thread::id> last;
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(errands.submit([&done, i] { done.push_back(i); }));
    EXPECT_TRUE(errands.submit([&] { last.set_value(std::this_thread::get_id()); }));
    EXPECT_NE(last.get_future().get(), std::this_thread::get_id());
    EXPECT_EQ(done, (std::vector{0, 1, 2, 3, 4}));
}

TEST(Errands, MoreThanMayWaitAreRefused) {
    Errands errands("errands", 2);
    std::promise<void> begun;
    std::promise<void> go_on;
    ASSERT_TRUE(errands.submit([&] {
        begun.set_value();
        go_on.get_future().wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(errands.submit([] {}));
    EXPECT_TRUE(errands.submit([] {}));
    EXPECT_FALSE(errands.submit([] {}));
    go_on.set_value();
}

TEST(Errands, TheOneUnderWayIsWaitedForAtTheEnd) {
    bool done = false;
    std::promise<void> begun;
    std::promise<void> go_on;
    std::thread releaser;
    {
        Errands errands("errands");
        errands.submit([&] {
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
}  // namespace viaja::process
