#pragma once
// Which sessions of this process have listeners, for the worker that commits changes: it posts to
// the loop only for those. While there is no listener at all, that costs one atomic read.

#include <atomic>
#include <cstddef>
#include <mutex>
#include <set>
#include <vector>

#include "session-service/coordinator/events.hpp"
#include "session-service/coordinator/session_participant.hpp"

namespace viaja::session {

/// Any thread.
class WatchedSessions {
  public:
    void add(const SessionId& session_id);
    void remove(const SessionId& session_id);

    /// The watched ones among these.
    std::vector<SessionChanged> among(const std::vector<Changed>& changed) const;

  private:
    std::atomic<std::size_t> count_ = 0;
    mutable std::mutex mutex_;
    std::set<SessionId> sessions_;
};

}  // namespace viaja::session
