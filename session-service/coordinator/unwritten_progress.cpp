#include "session-service/coordinator/unwritten_progress.hpp"

namespace viaja::session {

std::optional<UnwrittenProgress::Progress> UnwrittenProgress::beyond(const Session& row) const {
    const std::lock_guard guard(mutex_);
    const auto found = kept_.find(row.id);
    if (found == kept_.end() || found->second.progress.row != row) return std::nullopt;
    return found->second.progress;
}

bool UnwrittenProgress::has_room(Instant now) {
    const std::lock_guard guard(mutex_);
    if (kept_.size() >= kSagasMax) {
        std::erase_if(kept_, [&](const auto& one) { return now - one.second.at >= kKeptFor; });
    }
    return kept_.size() < kSagasMax;
}

void UnwrittenProgress::keep(Progress progress, Instant now) {
    const std::lock_guard guard(mutex_);
    const auto id = progress.row.id;
    kept_.insert_or_assign(id, Kept{std::move(progress), now});
}

void UnwrittenProgress::forget(const SessionId& session_id) {
    const std::lock_guard guard(mutex_);
    kept_.erase(session_id);
}

}  // namespace viaja::session
