#pragma once
// Looks at something once a second: whether a server answers, for /readyz, or whether rows have
// changed.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace viaja::runtime {

/// Looks once a second, on a thread of its own. `look` may block and throw; an exception counts as
/// false. Everything that it uses must outlive the probe, and is used by no other thread unless it
/// says so itself.
class HealthProbe {
  public:
    explicit HealthProbe(std::function<bool()> look);
    ~HealthProbe();
    HealthProbe(const HealthProbe&) = delete;
    HealthProbe& operator=(const HealthProbe&) = delete;

    /// The next look begins at once, or behind the one that is under way. Any thread.
    void look_now();

    /// What the last look saw; true before the first. Any thread.
    bool healthy() const { return healthy_; }

  private:
    void work();

    const std::function<bool()> look_;
    std::atomic<bool> healthy_ = true;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool wanted_ = false;  ///< a look that need not wait
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace viaja::runtime
