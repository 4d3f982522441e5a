#pragma once
// Requests that wait for an outcome: a hold for its supplier, `Prefer: wait` for a payment. They
// are woken by the session's event, whichever replica handled it. Loop thread only.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "common/runtime/loop.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/session_reader.hpp"

namespace viaja::session {

class Waiters {
  public:
    /// Told of each newer state; true ends the wait.
    using OnSession = std::function<bool(const SessionView&)>;
    using OnTimeout = std::function<void()>;
    /// Reads a session whose newer version is known only by its number, and calls `changed`, or
    /// `not_read` where the database is unavailable.
    using ReadAgain = std::function<void(const SessionId&)>;

    Waiters(runtime::Loop& loop, ReadAgain read_again);

    /// Waits for states newer than `version` that `on_session` accepts, at most for `time`. One
    /// that came before this call, but after the state that the caller saw, is not missed.
    void wait(const SessionId& session_id, std::int64_t version, std::chrono::milliseconds time,
              OnSession on_session, OnTimeout on_timeout);

    /// A session changed in this process, or was read again.
    void changed(const SessionView& view);
    /// A session changed in another replica.
    void changed_elsewhere(const SessionId& session_id, std::int64_t version);
    /// The session could not be read: it is read again after a pause, as long as a request waits.
    void not_read(const SessionId& session_id);

  private:
    struct Waiting {
        std::int64_t version;
        OnSession on_session;
        runtime::TimerHandle timer;
    };
    struct Recent {
        std::int64_t version = 0;
        SessionView view;  ///< without a session where only the number is known
    };

    void remember(const SessionId& session_id, std::int64_t version, SessionView view);

    runtime::Loop& loop_;
    const ReadAgain read_again_;
    std::multimap<SessionId, std::shared_ptr<Waiting>> waiting_;
    std::map<SessionId, Recent> recent_;
    std::deque<SessionId> recent_order_;
    std::map<SessionId, runtime::TimerHandle> reads_;  ///< those to come after a pause
};

}  // namespace viaja::session
