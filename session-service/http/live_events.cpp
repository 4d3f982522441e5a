#include "session-service/http/live_events.hpp"

#include <utility>

#include "session-service/http/event_frames.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

constexpr const char* kState = "state";
constexpr const char* kBeat = "beat";

}  // namespace

LiveEvents::LiveEvents(runtime::Loop& loop, SessionReader& reader, WatchedSessions& watched,
                       FeedPace pace)
    : loop_(loop),
      reader_(reader),
      watched_(watched),
      pace_(pace),
      feed_(pace, [this](ListenerId id) { return streams_.at(id).stream->has_room(); }) {}

LiveEvents::~LiveEvents() {
    *alive_ = false;
    for (const auto& [id, stream] : streams_) {
        stream.stream->forget_handlers();
        watched_.remove(stream.session_id);
    }
}

/// A stream may be opened, or told that it ends, after this object is gone.
http::StreamHandlers LiveEvents::handlers_for(const Wish& wish) {
    const auto id = ++last_id_;
    http::StreamHandlers handlers;
    handlers.on_open = [this, alive = alive_, id,
                        wish](const std::shared_ptr<http::PushStream>& stream) {
        if (*alive) opened(id, wish, stream);
    };
    handlers.on_room = [this, alive = alive_] {
        if (*alive) look();
    };
    handlers.on_gone = [this, alive = alive_, id] {
        if (*alive) gone(id);
    };
    return handlers;
}

void LiveEvents::opened(ListenerId id, const Wish& wish, std::shared_ptr<http::PushStream> stream) {
    see_clock(wish.now);
    streams_.emplace(id, Stream{wish.kind, wish.session_id, std::move(stream)});
    watched_.add(wish.session_id);
    feed_.add(id, wish.session_id, wish.after, loop_.now());
    if (!timer_.pending()) timer_ = loop_.call_every(pace_.quick_poll, [this] { tick(); });
    look();
}

/// A peer that takes no more bytes may be given up by its connection before it is by the feed.
void LiveEvents::gone(ListenerId id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    if (feed_.has(id) && !found->second.stream->has_room()) ++too_slow_;
    forget(id);
    streams_.erase(id);
}

void LiveEvents::close(ListenerId id, const CloseReason& reason) {
    const auto stream = streams_.at(id).stream;
    forget(id);
    stream->close(reason.code, reason.text);
}

void LiveEvents::forget(ListenerId id) {
    feed_.remove(id);
    const auto& session_id = streams_.at(id).session_id;
    if (!feed_.watches(session_id)) watched_.remove(session_id);
    if (feed_.is_empty()) timer_.cancel();
}

void LiveEvents::heard(const std::vector<SessionChanged>& changed) {
    bool watched = false;
    for (const auto& [session_id, version] : changed) {
        watched = watched || feed_.watches(session_id);
        feed_.heard(session_id, version);
    }
    if (watched) look();
}

/// Frames are made on the reader's thread, one for all listeners that know the same.
void LiveEvents::look() {
    for (const auto& read : feed_.take_reads()) {
        reader_.read_timeline(
            read.session_id, read.after, kFrameEntriesMax,
            [this, alive = alive_, read, &loop = loop_](std::optional<SessionView> view) {
                const bool found = view && view->session;
                auto frame = found ? state_frame(read.after, *view) : std::string();
                loop.post([this, alive, read, view = std::move(view), frame = std::move(frame)] {
                    if (*alive) show(read, view, frame);
                });
            });
    }
}

void LiveEvents::show(const LiveFeed::Read& read, const std::optional<SessionView>& view,
                      const std::string& frame) {
    if (view) see_clock(view->now);
    const auto delivery = feed_.delivered(read, view ? &*view : nullptr, loop_.now());
    for (const auto id : delivery.gone)
        close(id, {4404, "the session is gone"});
    for (const auto id : delivery.unreadable)
        close(id, {1011, "the session cannot be read"});
    for (const auto id : delivery.frame) {
        streams_.at(id).stream->send(std::to_string(feed_.sequence_of(id)), frame);
        ++frames_[kState];
    }
    look();
}

void LiveEvents::tick() {
    const auto due = feed_.tick(loop_.now());
    for (const auto id : due.too_slow) {
        ++too_slow_;
        close(id, {1013, "too slow"});
    }
    for (const auto& [id, sequence] : due.beats) {
        streams_.at(id).stream->heartbeat(beat_frame(server_time(), sequence));
        ++frames_[kBeat];
    }
    if (!due.poll.empty()) poll(due.poll);
    look();
}

void LiveEvents::poll(const std::vector<SessionId>& sessions) {
    ++polls_;
    reader_.ask([this, alive = alive_, sessions, &loop = loop_](Connection* connection) {
        std::optional<LiveFeed::Versions> versions;
        if (connection) versions = find_versions(*connection, sessions);
        loop.post([this, alive, sessions, versions = std::move(versions)] {
            if (!*alive) return;
            feed_.polled(sessions, versions);
            look();
        });
    });
}

/// Between two reads the loop's clock goes on where the database's was seen.
void LiveEvents::see_clock(Instant now) {
    seen_time_ = now;
    seen_when_ = loop_.now();
}

Instant LiveEvents::server_time() const {
    return seen_time_ + (loop_.now() - seen_when_);
}

std::vector<http::Metric> LiveEvents::metrics() const {
    using enum http::Metric::Kind;
    std::map<Kind, double> listeners = {{Kind::web_socket, 0}, {Kind::event_stream, 0}};
    for (const auto& [id, stream] : streams_)
        ++listeners[stream.kind];
    const auto frames = [this](const char* type) {
        const auto found = frames_.find(type);
        return http::Metric::Sample{{{"type", type}}, found == frames_.end() ? 0 : found->second};
    };
    return {
        {"viaja_live_listeners",
         "Streams of session events that are open",
         gauge,
         {{{{"kind", "web_socket"}}, listeners[Kind::web_socket]},
          {{{"kind", "event_stream"}}, listeners[Kind::event_stream]}}},
        {"viaja_live_frames_total",
         "Frames sent to listeners of session events",
         counter,
         {frames(kState), frames(kBeat)}},
        {"viaja_live_polls_total",
         "Reads of the versions of all sessions that are listened to",
         counter,
         {{{}, polls_}}},
        {"viaja_live_slow_closes_total",
         "Listeners that were closed because they did not read",
         counter,
         {{{}, too_slow_}}},
    };
}

}  // namespace viaja::session
