#pragma once
// When a session is due: its requests are to be sent again, its deadlines are past; what becomes of
// those times when the clock is set back; when the sweep looks at the session. Pure; any thread.

#include <optional>

#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The pause after the request number `tries`, before chance shortens it.
Duration full_pause(int tries, Duration longest, const Limits& limits);
/// How long the pauses between the requests of the pending step or undo can become.
Duration longest_pause_of_saga(const Session& session, const Limits& limits);
/// When the pending step is given up unless it is answered; nullopt where that is not yet possible.
std::optional<Instant> silent_at(const Session& session, const Rules& rules);
/// When the session is due: a request is to be sent again, or a deadline is past; max for never.
Instant due_at(const Session& session, const Rules& rules);
/// How often a step is asked before its silence counts, whatever the clock shows: a clock that is
/// set forward passes a deadline in no time.
int asks_before_silence(const Limits& limits);

// ---- a clock that is set back ----

/// The latest reading of the clock that the session's times can only have been set after; min where
/// it waits for none. Where the clock shows an earlier time, it was set back since.
Instant clock_reached(const Session& session, const Rules& rules);
/// For a clock that shows `now`: sessions with a later `clock_reached` were left behind by it.
Instant clock_was_set_back_from(Instant now);
/// Times further ahead of the clock than they are ever set: requests become due, deadlines are cut.
/// Part of every decision about time.
void follow_clock_back(Session& session, Instant now, const Rules& rules);

// ---- when the sweep looks at a session ----

/// Of a session's row, each under an index. To move a row within an index costs about as much as to
/// write it, so the times stay as they are while the sweep finds the session in time by them. A
/// session that it finds too early gets new ones.
struct SweepTimes {
    /// Not after the session is due; none: never.
    std::optional<Instant> due_at;
    /// Before the session's by half a second at most; none: it waits for no time. It may be after
    /// it, while it is no more than half a second ahead of the clock.
    std::optional<Instant> clock_reached;
    bool operator==(const SweepTimes&) const = default;
};
/// What the row is to have that has `stored`.
SweepTimes sweep_times(const Session& session, const SweepTimes& stored, Instant now,
                       const Rules& rules);
/// The sweep looks for rows with a later `clock_reached`: half a second ahead of `now`, so that it
/// finds no session that another transaction has just committed.
Instant sweep_looks_behind(Instant now);

}  // namespace viaja::session
