#pragma once
// Worker threads: straight-line blocking code with a connection of its own. A worker does what
// there is to do, then waits for more.

#include <functional>
#include <string>
#include <thread>

namespace viaja::runtime {

/// What a worker does. `wait` and `step` are called on its thread, `stop` on that of the owner.
struct Work {
    std::function<bool()> wait;  ///< blocks until `step` may have work; false: the work is over
    std::function<bool()> step;  ///< one piece of work; false: nothing to do at present
    std::function<void()> stop;  ///< makes `wait` return false, soon
};

/// One thread. An exception that leaves the work ends the process, because its state is unknown;
/// unfinished work is done again after the restart.
class Worker {
  public:
    /// `name` is what tools show for the thread, at most 15 characters of it. The objects behind
    /// `work` must outlive the worker.
    Worker(const std::string& name, Work work);
    /// Stops, and waits for the end.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Stops, and waits for the end. Owner's thread; a second call does nothing.
    void stop();

  private:
    Work work_;
    std::jthread thread_;
};

}  // namespace viaja::runtime
