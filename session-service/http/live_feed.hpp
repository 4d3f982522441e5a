#pragma once
// Which frames the listeners of sessions get, and when a session is looked at. Every frame is made
// of what was just read from the database; what is heard of a session only says that it is time to
// look, so a notice may be lost, doubled or late. There is no queue: of a listener it is kept what
// it was sent last, and one that has no room gets a larger frame later.
//
// It knows no socket, thread, clock or database: `now` is any monotonic time, and what is to be
// done is returned. One thread at a time.
//
//   add ──▶ take_reads ──▶ (timeline and session are read) ──▶ delivered ──▶ (frames are sent)
//              ▲  heard, with a newer version                       │
//              └────────────────── more to send ◀───────────────────┘

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "session-service/store/session_reader.hpp"

namespace viaja::session {

using ListenerId = std::uint64_t;

struct FeedPace {
    /// Between two looks at sessions that are moving, and at the others.
    std::chrono::milliseconds quick_poll{250};
    std::chrono::milliseconds slow_poll{2'000};
    /// After that long without a frame a listener is sent a beat.
    std::chrono::milliseconds beat{15'000};
    /// A listener that has no room for that long is given up.
    std::chrono::milliseconds without_room_max{30'000};
};

/// Entries of a frame; with more there is another frame at once.
constexpr int kFrameEntriesMax = 200;

/// True while something is expected to change soon: it pays, it is cancelled, or a supplier is
/// asked about a hold.
bool is_moving(const Session& session);

class LiveFeed {
  public:
    using Time = std::chrono::milliseconds;
    using Versions = std::map<SessionId, std::int64_t>;

    /// To be read: the session, and of its timeline what stands behind `after`, at most
    /// kFrameEntriesMax entries.
    struct Read {
        std::uint64_t id = 0;
        SessionId session_id;
        int after = 0;
    };
    /// What follows from a read.
    struct Delivery {
        std::vector<ListenerId> frame;       ///< get the frame of what was read
        std::vector<ListenerId> gone;        ///< are closed: there is no such session any more
        std::vector<ListenerId> unreadable;  ///< are closed: its rows cannot be read
    };
    struct Beat {
        ListenerId listener = 0;
        int sequence = 0;  ///< the last that it was sent
    };
    /// What time alone brings.
    struct Due {
        std::vector<Beat> beats;
        std::vector<ListenerId> too_slow;  ///< are closed
        /// To be read in one statement and given to `polled`; empty while that is under way.
        std::vector<SessionId> poll;
    };

    /// `has_room` says whether a listener that was added takes a frame now, however large.
    LiveFeed(FeedPace pace, std::function<bool(ListenerId)> has_room);

    /// `after` is the last sequence that the listener knows. It gets a first frame in any case.
    void add(ListenerId listener, const SessionId& session_id, int after, Time now);
    /// Nothing is due for it any more.
    void remove(ListenerId listener);

    bool is_empty() const { return listeners_.empty(); }
    bool has(ListenerId listener) const { return listeners_.contains(listener); }
    bool watches(const SessionId& session_id) const { return watched_.contains(session_id); }
    /// The last sequence that a listener was sent.
    int sequence_of(ListenerId listener) const { return listeners_.at(listener).sequence; }

    /// The session has this version, or had it.
    void heard(const SessionId& session_id, std::int64_t version);

    /// The reads that are due: one for all listeners of a session that know the same. Each is
    /// answered by `delivered`.
    std::vector<Read> take_reads();
    /// What was read, null where the database was unavailable: it is read again after the next
    /// `tick`.
    Delivery delivered(const Read& read, const SessionView* view, Time now);

    /// To be called about as often as `quick_poll`.
    Due tick(Time now);
    /// The versions that were polled; nullopt where the database was unavailable.
    void polled(const std::vector<SessionId>& asked, const std::optional<Versions>& versions);

  private:
    struct Listener {
        SessionId session_id;
        int sequence = 0;          ///< the last that was sent
        std::int64_t version = 0;  ///< of the last frame; 0: none was sent
        std::int64_t heard = 0;    ///< the newest since the last look
        bool more = true;          ///< there is something to send in any case
        std::uint64_t read = 0;    ///< under way
        Time last_sent{};
        std::optional<Time> without_room_since;
    };
    struct Watched {
        std::set<ListenerId> listeners;
        bool moving = true;
    };

    bool wants_read(const Listener& listener) const;
    void deliver_to(Listener& listener, const SessionView& view, Time now);
    bool is_too_slow(ListenerId id, Listener& listener, Time now) const;
    std::vector<SessionId> poll_due(Time now);

    const FeedPace pace_;
    const std::function<bool(ListenerId)> has_room_;
    std::map<ListenerId, Listener> listeners_;
    std::map<SessionId, Watched> watched_;
    std::set<ListenerId> read_in_vain_;  ///< until the next tick
    std::uint64_t reads_ = 0;
    bool polling_ = false;
    std::optional<Time> quick_polled_;
    std::optional<Time> slow_polled_;
};

}  // namespace viaja::session
