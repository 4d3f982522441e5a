#pragma once
// A bounded queue of work in lanes, for several threads: what belongs to one lane is worked on in
// the order in which it came, by one thread at a time; lanes are independent. So calls about one
// payment that wait for a slow answer hold one thread, not all of them.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace viaja::payment {

/// `Work` may be moved. Any thread.
template <class Work>
class CallLanes {
  public:
    explicit CallLanes(std::size_t waiting_max) : waiting_max_(waiting_max) {}

    /// False, and dropped, where too much waits, or after `stop`.
    bool put(const std::string& lane, Work work) {
        const std::lock_guard guard(mutex_);
        if (stopped_ || waiting_ >= waiting_max_) return false;
        const auto [found, is_new] = lanes_.try_emplace(lane);
        found->second.push_back(std::move(work));
        ++waiting_;
        if (is_new) {
            ready_.push_back(lane);
            wake_.notify_one();
        }
        return true;
    }

    struct Taken {
        std::string lane;
        Work work;
    };
    /// Waits for work, whose lane is busy until `done`. Nothing after `stop`: what waits is
    /// dropped.
    std::optional<Taken> take() {
        std::unique_lock guard(mutex_);
        wake_.wait(guard, [this] { return stopped_ || !ready_.empty(); });
        if (stopped_) return std::nullopt;
        auto lane = std::move(ready_.front());
        ready_.pop_front();
        auto& waiting = lanes_.at(lane);
        Taken taken{std::move(lane), std::move(waiting.front())};
        waiting.pop_front();
        --waiting_;
        return taken;
    }
    void done(const std::string& lane) {
        const std::lock_guard guard(mutex_);
        const auto found = lanes_.find(lane);
        if (found == lanes_.end()) return;
        if (found->second.empty()) {
            lanes_.erase(found);
            return;
        }
        ready_.push_back(lane);
        wake_.notify_one();
    }

    void stop() {
        const std::lock_guard guard(mutex_);
        stopped_ = true;
        wake_.notify_all();
    }

  private:
    const std::size_t waiting_max_;
    std::mutex mutex_;  // protects all below
    std::condition_variable wake_;
    std::map<std::string, std::deque<Work>> lanes_;  ///< those with work, waiting or under way
    std::deque<std::string> ready_;                  ///< with work, and not busy
    std::size_t waiting_ = 0;
    bool stopped_ = false;
};

}  // namespace viaja::payment
