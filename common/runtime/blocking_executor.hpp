#pragma once
// One thread with a bounded queue for work that must not run on the loop: calls that block (an
// operator's question to a database or to the broker) and long calculations (routes, the
// timetable). The loop hands it over and goes on.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace viaja::runtime {

class BlockingExecutor {
  public:
    /// `name` is what tools show for the thread, at most 15 characters of it.
    explicit BlockingExecutor(const std::string& name, std::size_t waiting_max = 100);
    /// Waits for the call that is under way; those that wait are dropped.
    ~BlockingExecutor();
    BlockingExecutor(const BlockingExecutor&) = delete;
    BlockingExecutor& operator=(const BlockingExecutor&) = delete;

    /// Runs it after those that were given before; it must not throw. False, and dropped, where too
    /// many wait. Any thread.
    bool submit(std::function<void()> call);

  private:
    void work();

    const std::size_t waiting_max_;
    std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace viaja::runtime
