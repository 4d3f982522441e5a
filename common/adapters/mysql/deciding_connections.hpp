#pragma once
// The numbers that the server gave to those connections of one MysqlDatabase that never wait for
// rows: a pipeline decides on them, or a pruning removes rows. Internal to the adapter. Any thread.

#include <cstdint>
#include <mutex>
#include <set>
#include <vector>

namespace viaja {

class DecidingConnections {
  public:
    void add(std::int64_t number) {
        const std::lock_guard guard(mutex_);
        numbers_.insert(number);
    }
    void remove(std::int64_t number) {
        const std::lock_guard guard(mutex_);
        numbers_.erase(number);
    }
    std::vector<std::int64_t> numbers() const {
        const std::lock_guard guard(mutex_);
        return {numbers_.begin(), numbers_.end()};
    }

  private:
    mutable std::mutex mutex_;
    std::set<std::int64_t> numbers_;
};

}  // namespace viaja
