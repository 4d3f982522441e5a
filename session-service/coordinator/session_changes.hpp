#pragma once
// Committed changes of sessions on their way from the coordinator to the server of the same
// process and to the other replicas. Made before both, so that neither needs to know the other.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ports/bus.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/coordinator/session_participant.hpp"
#include "session-service/coordinator/watched_sessions.hpp"
#include "session-service/store/session_reader.hpp"

namespace viaja::session {

class SessionChanges {
  public:
    struct Committed {
        /// Sessions in which something ended that a request may wait for.
        std::vector<SessionView> with_outcome;
        /// Sessions with listeners in this process.
        std::vector<SessionChanged> watched;
    };
    /// Called on the loop thread.
    using Listener = std::function<void(const Committed&)>;

    /// Both outlive it. Of a shard's sessions.
    SessionChanges(runtime::Loop& loop, Bus& bus, int shard = 0);
    SessionChanges(const SessionChanges&) = delete;
    SessionChanges& operator=(const SessionChanges&) = delete;

    /// Which sessions have listeners here. Any thread.
    WatchedSessions& watched() { return watched_; }

    /// Replaces the listener; an empty one ends it. Loop thread, or while the loop does not run.
    void listen(Listener listener);

    /// Whether there is no other replica to announce outcomes to; there may be one until this is
    /// said. One that begins a moment later may miss an outcome, as it may miss any announcement.
    /// Any thread.
    void set_alone(bool alone) { alone_ = alone; }

    /// For SessionParticipant::OnChanged. Outcomes are announced to the other replicas, all of a
    /// batch at once; the listener gets outcomes and every change that is watched. Any
    /// thread.
    void publish(const std::vector<Changed>& changed, Instant now);

  private:
    runtime::Loop& loop_;
    Bus& bus_;
    const std::string topic_;
    WatchedSessions watched_;
    std::atomic<bool> alone_ = false;
    /// Shared with what was posted: the loop may run it when this object is gone.
    const std::shared_ptr<Listener> listener_ = std::make_shared<Listener>();
};

}  // namespace viaja::session
