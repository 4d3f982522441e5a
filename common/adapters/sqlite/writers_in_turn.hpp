#pragma once
// Fair queue of the writers of one database. SQLite itself lets a waiting writer poll the lock from
// time to time, so that one that never pauses keeps the others waiting
// for seconds (measured: two busy threads, 3.6 s for one `begin`). Within a process they take
// turns instead. Part of the adapter. Any thread.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>

namespace viaja {

class WritersInTurn {
  public:
    /// Returns when it is the caller's turn; false if it did not come within `patience`.
    bool enter(std::chrono::milliseconds patience);
    /// Ends the caller's turn.
    void leave();
    /// Number of waiting writers, without the one that has its turn.
    std::size_t waiting() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::deque<std::uint64_t> tickets_;  ///< the first has its turn
    std::uint64_t last_ticket_ = 0;
};

}  // namespace viaja
