#include "session-service/core/retention.hpp"

#include <algorithm>

#include "common/contract/items.hpp"
#include "common/contract/match.hpp"
#include "session-service/core/due.hpp"

namespace viaja::session {
namespace {

/// From the beginning of a day in UTC: after 36 hours it is over in every zone, and what a
/// traveller began in its last hour is over a day later.
constexpr Duration kBegunIsOver = std::chrono::hours(36 + 24);

Instant end_of(Date day) {
    return Instant(std::chrono::sys_days(day)) + kBegunIsOver;
}

/// When a journey, a stay, an event or an other item is over; max where that is not known.
Instant ends_at(const Hold& hold) {
    const auto by_day = [](const Item& item) {
        return std::visit(Match{
                              [](const FlightItem& flight) { return end_of(flight.date); },
                              [](const RoomItem& room) { return end_of(room.check_out); },
                              [](const TicketItem&) { return Instant::max(); },
                              [](const OtherItem& other) { return end_of(other.until); },
                          },
                          item);
    };
    if (!hold.item) return by_day(hold.request.item);
    return std::visit(Match{
                          [](const HeldFlight& flight) { return flight.arrives_at; },
                          [&](const HeldRoom& room) { return by_day(room.item); },
                          [](const HeldTicket& ticket) { return ticket.starts_at; },
                          [&](const HeldOther& other) { return by_day(other.item); },
                      },
                      *hold.item);
}

bool has_ended(SessionState state) {
    switch (state) {
        case SessionState::confirmed:
        case SessionState::cancelled:
        case SessionState::expired:
            return true;
        case SessionState::open:
        case SessionState::paying:
        case SessionState::cancelling:
            return false;
    }
    return false;
}

}  // namespace

std::optional<Instant> removable_at(const Session& session, Instant changed_at, const Kept& kept,
                                    const Rules& rules) {
    const bool rests = has_ended(session.state) && !session.saga && !session.needs_attention &&
                       due_at(session, rules) == Instant::max();
    if (!rests) return std::nullopt;
    auto ended_at = changed_at;
    for (const auto& hold : session.holds) {
        if (hold.state != HoldState::confirmed) continue;
        const auto end = ends_at(hold);
        if (end == Instant::max()) return std::nullopt;
        ended_at = std::max(ended_at, end);
    }
    const auto by_age = ended_at + kept.age;
    const auto& deadline = session.timeout.expires_at;
    return deadline ? std::max(by_age, *deadline + kept.past_deadline) : by_age;
}

}  // namespace viaja::session
