#include "session-service/coordinator/watched_sessions.hpp"

namespace viaja::session {

void WatchedSessions::add(const SessionId& session_id) {
    const std::lock_guard guard(mutex_);
    sessions_.insert(session_id);
    count_ = sessions_.size();
}

void WatchedSessions::remove(const SessionId& session_id) {
    const std::lock_guard guard(mutex_);
    sessions_.erase(session_id);
    count_ = sessions_.size();
}

std::vector<SessionChanged> WatchedSessions::among(const std::vector<Changed>& changed) const {
    std::vector<SessionChanged> watched;
    if (count_ == 0) return watched;
    const std::lock_guard guard(mutex_);
    for (const auto& [session, has_outcome] : changed) {
        if (sessions_.contains(session->id)) watched.push_back({session->id, session->version});
    }
    return watched;
}

}  // namespace viaja::session
