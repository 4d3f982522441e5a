// The thread of the searches: brief work ahead of deep work, and neither for ever.

#include "session-service/search/search_thread.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

namespace viaja::session {
namespace {

using Lane = SearchThread::Lane;

class OnSearchThread : public testing::Test {
  protected:
    /// Until `go`, the thread is busy with a step that began before the others were given.
    OnSearchThread() {
        thread_.submit(Lane::brief, [this] {
            std::unique_lock guard(mutex_);
            busy_ = true;
            changed_.notify_all();
            changed_.wait(guard, [this] { return going_; });
        });
        std::unique_lock guard(mutex_);
        changed_.wait(guard, [this] { return busy_; });
    }
    ~OnSearchThread() override { go(0); }

    bool submit(Lane lane, const std::string& name) {
        return thread_.submit(lane, [this, name] {
            const std::lock_guard guard(mutex_);
            done_ += name;
            ++count_;
            changed_.notify_all();
        });
    }
    /// What was done, in order, when that many more steps are over.
    std::string go(int steps) {
        std::unique_lock guard(mutex_);
        going_ = true;
        changed_.notify_all();
        EXPECT_TRUE(
            changed_.wait_for(guard, std::chrono::seconds(10), [&] { return count_ >= steps; }));
        return done_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool busy_ = false;
    bool going_ = false;
    int count_ = 0;
    std::string done_;

  protected:
    SearchThread thread_{100};
};

TEST_F(OnSearchThread, BriefWorkGoesAheadOfDeepWork) {
    for (const char* name : {"D", "E", "F"})
        submit(Lane::deep, name);
    for (const char* name : {"a", "b", "c"})
        submit(Lane::brief, name);
    EXPECT_EQ(go(6), "abcDEF");
}

TEST_F(OnSearchThread, DeepWorkHasItsTurn) {
    submit(Lane::deep, "D");
    submit(Lane::deep, "E");
    for (int count = 0; count < SearchThread::kBriefInTurn + 2; ++count)
        submit(Lane::brief, "a");
    const std::string brief(SearchThread::kBriefInTurn, 'a');
    EXPECT_EQ(go(SearchThread::kBriefInTurn + 4), brief + "Daa" + "E");
}

TEST_F(OnSearchThread, MoreThanMayWaitIsRefused) {
    while (submit(Lane::deep, "")) {
    }
    EXPECT_FALSE(submit(Lane::brief, ""));
}

}  // namespace
}  // namespace viaja::session
