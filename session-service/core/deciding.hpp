#pragma once
// What the files of this core share while a decision is being made. Not for use outside of it.

#include <string>
#include <vector>

#include "session-service/core/trip.hpp"

namespace viaja::session {

/// The decision under way: the trip, the time, and the history it writes.
struct Deciding {
    Trip& trip;
    Instant now;
    const Limits& limits;
    std::vector<Entry>& entries;

    void tell(std::string type, std::optional<HoldId> hold = {}, std::string detail = {});
};

/// Null where the trip has no such hold.
Hold* find_hold(Trip& trip, const HoldId& id);
/// True while a supplier may have something for this hold.
bool may_be_released(const Hold& hold);
/// Giving up even an unanswered hold is asking for its release until that is answered (C5, C9).
void release(Deciding& deciding, Hold& hold, Command how);

/// The pause after the request number `tries`, before chance shortens it.
Duration full_pause(int tries, Duration longest, const Limits& limits);

// What becomes of those who want to be told (notices.cpp).
void send_notices(Deciding& deciding);
void end_notices(Deciding& deciding);

// What the end of a saga means for the session (trip.cpp).
void fire(Deciding& deciding);
void confirm_trip(Deciding& deciding);
void reopen_or_fire(Deciding& deciding);
void finish_cancellation_if_over(Deciding& deciding);
/// A sold trip is given back, with its refund.
void give_back(Deciding& deciding);

}  // namespace viaja::session
