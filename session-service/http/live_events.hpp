#pragma once
// The live events of this process: listeners' streams, and the reads that LiveFeed asks for. Loop
// thread only.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/http/push_stream.hpp"
#include "common/runtime/loop.hpp"
#include "session-service/coordinator/watched_sessions.hpp"
#include "session-service/http/live_feed.hpp"

namespace viaja::session {

class LiveEvents {
  public:
    enum class Kind { web_socket, event_stream };
    /// What a new listener subscribes to, and the database's clock when it was admitted.
    struct Wish {
        Kind kind;
        SessionId session_id;
        int after = 0;
        Instant now;
    };

    /// `watched` gets the sessions that have listeners. Both outlive it.
    LiveEvents(runtime::Loop& loop, SessionReader& reader, WatchedSessions& watched, FeedPace pace);
    /// The streams that are still open are not sent anything any more.
    ~LiveEvents();
    LiveEvents(const LiveEvents&) = delete;
    LiveEvents& operator=(const LiveEvents&) = delete;

    /// The handlers of a stream for a new listener, which begins with on_open.
    http::StreamHandlers handlers_for(const Wish& wish);

    /// These sessions have these versions, or had them.
    void heard(const std::vector<SessionChanged>& changed);

    std::vector<http::Metric> metrics() const;

  private:
    struct Stream {
        Kind kind;
        SessionId session_id;
        std::shared_ptr<http::PushStream> stream;
    };
    struct CloseReason {
        std::uint16_t code;
        const char* text;
    };

    void opened(ListenerId id, const Wish& wish, std::shared_ptr<http::PushStream> stream);
    void gone(ListenerId id);
    void close(ListenerId id, const CloseReason& reason);
    void forget(ListenerId id);
    void look();
    void show(const LiveFeed::Read& read, const std::optional<SessionView>& view,
              const std::string& frame);
    void tick();
    void poll(const std::vector<SessionId>& sessions);
    void see_clock(Instant now);
    Instant server_time() const;

    runtime::Loop& loop_;
    SessionReader& reader_;
    WatchedSessions& watched_;
    const FeedPace pace_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::map<ListenerId, Stream> streams_;  ///< from on_open to on_gone
    LiveFeed feed_;
    ListenerId last_id_ = 0;
    runtime::TimerHandle timer_;  ///< only while anything is watched

    Instant seen_time_{};                    ///< of the database
    std::chrono::milliseconds seen_when_{};  ///< by the loop's clock

    std::map<std::string, double> frames_;  ///< sent, by their type
    double polls_ = 0;
    double too_slow_ = 0;
};

}  // namespace viaja::session
