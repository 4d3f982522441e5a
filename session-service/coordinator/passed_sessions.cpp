#include "session-service/coordinator/passed_sessions.hpp"

namespace viaja::session {

void PassedSessions::add(const SessionId& session_id, Instant now) {
    const std::lock_guard guard(mutex_);
    if (passed_at_.size() < kMost || passed_at_.contains(session_id)) passed_at_[session_id] = now;
}

std::set<SessionId> PassedSessions::at(Instant now) {
    const std::lock_guard guard(mutex_);
    std::erase_if(passed_at_, [&](const auto& one) {
        const bool was_set_back = one.second > now;
        return was_set_back || now - one.second >= kPause;
    });
    std::set<SessionId> sessions;
    for (const auto& [session_id, since] : passed_at_)
        sessions.insert(session_id);
    return sessions;
}

}  // namespace viaja::session
