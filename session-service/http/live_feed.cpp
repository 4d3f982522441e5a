#include "session-service/http/live_feed.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace viaja::session {
namespace {

/// Newer than any version that is read: the session must be looked at, whatever its version.
constexpr std::int64_t kAnyVersion = std::numeric_limits<std::int64_t>::max();

}  // namespace

bool is_moving(const Session& session) {
    const bool settled = std::ranges::none_of(session.holds, [](const Hold& hold) {
        return hold.state == HoldState::asked || hold.state == HoldState::releasing;
    });
    return !settled || session.state == SessionState::paying ||
           session.state == SessionState::cancelling;
}

LiveFeed::LiveFeed(FeedPace pace, std::function<bool(ListenerId)> has_room)
    : pace_(pace), has_room_(std::move(has_room)) {}

void LiveFeed::add(ListenerId id, const SessionId& session_id, int after, Time now) {
    Listener listener;
    listener.session_id = session_id;
    listener.sequence = after;
    listener.last_sent = now;
    listeners_[id] = listener;
    watched_[session_id].listeners.insert(id);
}

void LiveFeed::remove(ListenerId id) {
    const auto found = listeners_.find(id);
    if (found == listeners_.end()) return;
    const auto watched = watched_.find(found->second.session_id);
    watched->second.listeners.erase(id);
    if (watched->second.listeners.empty()) watched_.erase(watched);
    listeners_.erase(found);
    read_in_vain_.erase(id);
}

void LiveFeed::heard(const SessionId& session_id, std::int64_t version) {
    const auto watched = watched_.find(session_id);
    if (watched == watched_.end()) return;
    for (const auto id : watched->second.listeners) {
        auto& listener = listeners_.at(id);
        listener.heard = std::max(listener.heard, version);
    }
}

bool LiveFeed::wants_read(const Listener& listener) const {
    return listener.read == 0 && (listener.more || listener.heard > listener.version);
}

std::vector<LiveFeed::Read> LiveFeed::take_reads() {
    std::map<std::pair<SessionId, int>, Read> reads;
    for (auto& [id, listener] : listeners_) {
        if (!wants_read(listener) || read_in_vain_.contains(id) || !has_room_(id)) continue;
        auto& read = reads[{listener.session_id, listener.sequence}];
        if (read.id == 0) read = {++reads_, listener.session_id, listener.sequence};
        listener.read = read.id;
        // What is heard from now on may be newer than what is read. What was heard before is not,
        // unless it was never true: then it must not be looked for again and again.
        listener.heard = 0;
    }
    std::vector<Read> list;
    for (auto& [place, read] : reads)
        list.push_back(read);
    return list;
}

LiveFeed::Delivery LiveFeed::delivered(const Read& read, const SessionView* view, Time now) {
    Delivery delivery;
    const auto watched = watched_.find(read.session_id);
    if (watched == watched_.end()) return delivery;
    if (view && view->session) watched->second.moving = is_moving(*view->session);
    for (const auto id : watched->second.listeners) {
        auto& listener = listeners_.at(id);
        if (listener.read != read.id) continue;
        listener.read = 0;
        if (!view) {
            listener.more = true;
            read_in_vain_.insert(id);
        } else if (!view->session) {
            (view->unreadable ? delivery.unreadable : delivery.gone).push_back(id);
        } else if (view->session->version <= listener.version && view->timeline.empty()) {
            listener.more = false;
        } else if (!has_room_(id)) {
            listener.more = true;
        } else {
            deliver_to(listener, *view, now);
            delivery.frame.push_back(id);
        }
    }
    return delivery;
}

void LiveFeed::deliver_to(Listener& listener, const SessionView& view, Time now) {
    if (!view.timeline.empty()) listener.sequence = view.timeline.back().sequence;
    listener.version = view.session->version;
    listener.more = listener.sequence < view.session->timeline_length;
    listener.last_sent = now;
}

LiveFeed::Due LiveFeed::tick(Time now) {
    Due due;
    read_in_vain_.clear();
    for (auto& [id, listener] : listeners_) {
        if (is_too_slow(id, listener, now)) {
            due.too_slow.push_back(id);
        } else if (now - listener.last_sent >= pace_.beat && has_room_(id)) {
            due.beats.push_back({id, listener.sequence});
            listener.last_sent = now;
        }
    }
    due.poll = poll_due(now);
    return due;
}

bool LiveFeed::is_too_slow(ListenerId id, Listener& listener, Time now) const {
    if (has_room_(id)) {
        listener.without_room_since.reset();
        return false;
    }
    if (!listener.without_room_since) listener.without_room_since = now;
    return now - *listener.without_room_since >= pace_.without_room_max;
}

std::vector<SessionId> LiveFeed::poll_due(Time now) {
    std::vector<SessionId> sessions;
    const auto is_due = [&](const std::optional<Time>& last, Time period) {
        return !last || now - *last >= period;
    };
    if (polling_ || !is_due(quick_polled_, pace_.quick_poll)) return sessions;
    const bool all = is_due(slow_polled_, pace_.slow_poll);
    quick_polled_ = now;
    if (all) slow_polled_ = now;
    for (const auto& [session_id, watched] : watched_) {
        if (all || watched.moving) sessions.push_back(session_id);
    }
    polling_ = !sessions.empty();
    return sessions;
}

void LiveFeed::polled(const std::vector<SessionId>& asked,
                      const std::optional<Versions>& versions) {
    polling_ = false;
    if (!versions) return;
    for (const auto& session_id : asked) {
        const auto found = versions->find(session_id);
        heard(session_id, found == versions->end() ? kAnyVersion : found->second);
    }
}

}  // namespace viaja::session
