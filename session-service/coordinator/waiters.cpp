#include "session-service/coordinator/waiters.hpp"

#include <utility>
#include <vector>

namespace viaja::session {
namespace {

/// How many sessions' last changes are kept for waiters that come a moment later.
constexpr std::size_t kRecentMax = 4096;
/// Between two reads of a session that could not be read.
constexpr std::chrono::milliseconds kReadPause{100};

}  // namespace

Waiters::Waiters(runtime::Loop& loop, ReadAgain read_again)
    : loop_(loop), read_again_(std::move(read_again)) {}

void Waiters::wait(const SessionId& session_id, std::int64_t version,
                   std::chrono::milliseconds time, OnSession on_session, OnTimeout on_timeout) {
    const auto recent = recent_.find(session_id);
    const bool newer = recent != recent_.end() && recent->second.version > version;
    if (newer && recent->second.view.session && on_session(recent->second.view)) return;
    auto waiting = std::make_shared<Waiting>();
    waiting->version = version;
    waiting->on_session = std::move(on_session);
    const auto place = waiting_.emplace(session_id, waiting);
    waiting->timer = loop_.call_after(time, [this, place, on_timeout = std::move(on_timeout)] {
        const auto keep = place->second;  // its timer is running this function
        waiting_.erase(place);
        on_timeout();
    });
    if (newer && !recent->second.view.session) read_again_(session_id);
}

void Waiters::changed(const SessionView& view) {
    const auto& session = view.session;
    remember(session->id, session->version, view);
    const auto [begin, end] = waiting_.equal_range(session->id);
    for (auto place = begin; place != end;) {
        const auto keep = place->second;
        const bool over = session->version > keep->version && keep->on_session(view);
        if (over) {
            keep->timer.cancel();
            place = waiting_.erase(place);
        } else {
            ++place;
        }
    }
}

void Waiters::changed_elsewhere(const SessionId& session_id, std::int64_t version) {
    const auto recent = recent_.find(session_id);
    if (recent != recent_.end() && recent->second.version >= version) return;
    remember(session_id, version, {});
    if (waiting_.contains(session_id)) read_again_(session_id);
}

void Waiters::not_read(const SessionId& session_id) {
    if (!waiting_.contains(session_id) || reads_.contains(session_id)) return;
    reads_[session_id] = loop_.call_after(kReadPause, [this, session_id] {
        reads_.erase(session_id);
        if (waiting_.contains(session_id)) read_again_(session_id);
    });
}

void Waiters::remember(const SessionId& session_id, std::int64_t version, SessionView view) {
    const auto [place, is_new] = recent_.try_emplace(session_id);
    if (place->second.version <= version) place->second = Recent{version, std::move(view)};
    if (!is_new) return;
    recent_order_.push_back(session_id);
    if (recent_order_.size() > kRecentMax) {
        recent_.erase(recent_order_.front());
        recent_order_.pop_front();
    }
}

}  // namespace viaja::session
