#include "session-service/watched_sessions.hpp"

namespace viaja::session {

void WatchedSessions::add(const SessionId& session) {
    const std::lock_guard guard(mutex_);
    sessions_.insert(session);
    count_ = sessions_.size();
}

void WatchedSessions::remove(const SessionId& session) {
    const std::lock_guard guard(mutex_);
    sessions_.erase(session);
    count_ = sessions_.size();
}

std::vector<SessionChanged> WatchedSessions::among(const std::vector<Changed>& changed) const {
    std::vector<SessionChanged> watched;
    if (count_ == 0) return watched;
    const std::lock_guard guard(mutex_);
    for (const auto& [trip, has_outcome] : changed) {
        if (sessions_.contains(trip->id)) watched.push_back({trip->id, trip->version});
    }
    return watched;
}

}  // namespace viaja::session
