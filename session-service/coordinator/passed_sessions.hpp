#pragma once
// Due sessions that this program cannot read. They stay due, for a replica that can; here the sweep
// leaves them out for a while, so that they neither hide other due sessions nor are locked again
// and again.

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <set>

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"

namespace viaja::session {

/// Of one process since its start. Any thread.
class PassedSessions {
  public:
    static constexpr Duration kPause = std::chrono::seconds(60);
    static constexpr std::size_t kMost = 10'000;

    /// Beyond kMost it is not remembered, and is tried again at the next sweep.
    void add(const SessionId& session_id, Instant now);
    /// Those to be left out at `now`, the database's clock; the others are forgotten.
    std::set<SessionId> at(Instant now);

  private:
    std::mutex mutex_;
    std::map<SessionId, Instant> passed_at_;
};

}  // namespace viaja::session
