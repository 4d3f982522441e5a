// What wakes a look that is otherwise made once a second.

#include "common/runtime/file_watch.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>

#include "common/runtime/health_probe.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::runtime {
namespace {

using namespace std::chrono_literals;

class FileWatchTest : public testing::Test {
  protected:
    void write(const std::string& text) { std::ofstream(file_) << text; }
    /// Runs the loop until so many writes have been reported; false when it takes too long.
    bool reported(int count) {
        awaited_ = count;
        const auto too_long = loop_.call_after(20s, [&] { loop_.stop(); });
        if (reported_ < count) loop_.run();
        return reported_ >= count;
    }

    test::TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_.path() / "notice";
    Loop loop_;
    int reported_ = 0;
    int awaited_ = 0;
    FileWatch watch_{loop_, file_, [this] {
                         if (++reported_ >= awaited_) loop_.stop();
                     }};
};

TEST_F(FileWatchTest, MakesTheFileAndReportsEachWrite) {
    EXPECT_TRUE(std::filesystem::exists(file_));
    write("one");
    EXPECT_TRUE(reported(1));
    const int before = reported_;
    write("one");
    EXPECT_TRUE(reported(before + 1)) << "the same content is another write";
}

TEST_F(FileWatchTest, ReportsNothingAfterItsEnd) {
    auto other = std::make_unique<FileWatch>(loop_, file_, [] { FAIL(); });
    write("one");
    other.reset();
    EXPECT_TRUE(reported(1));
}

TEST(FileWatch, WhereTheFileCannotBeMade) {
    Loop loop;
    EXPECT_THROW(FileWatch(loop, "/proc/no/such/file", [] {}), std::system_error);
}

TEST(HealthProbe, LooksAtOnceWhenItIsTold) {
    constexpr int kLooks = 50;  // more than there are seconds below
    std::mutex mutex;
    std::condition_variable seen;
    int looks = 0;
    HealthProbe probe([&] {
        const std::lock_guard guard(mutex);
        ++looks;
        seen.notify_all();
        return true;
    });
    const auto end = std::chrono::steady_clock::now() + 20s;
    std::unique_lock guard(mutex);
    for (int look = 1; look <= kLooks; ++look) {
        ASSERT_TRUE(seen.wait_until(guard, end, [&] { return looks >= look; })) << look;
        guard.unlock();
        probe.look_now();
        guard.lock();
    }
}

}  // namespace
}  // namespace viaja::runtime
