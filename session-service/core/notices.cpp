// Timeouts for anybody: who asked to be told of the firing, and what becomes of it. A notice is
// sent if the timeout fires and only then; once it has fired, until it is acknowledged.

#include <algorithm>
#include <utility>

#include "common/contract/topology.hpp"
#include "session-service/core/deciding.hpp"

namespace viaja::session {
namespace {

Notice* find_notice(Trip& trip, const Uuid& id) {
    const auto found = std::ranges::find(trip.notices, id, &Notice::id);
    return found == trip.notices.end() ? nullptr : &*found;
}

void start_sending(Notice& notice, Instant now) {
    notice.state = NoticeState::sending;
    notice.asking = Asking{0, now, now};
}

/// What a schedule is told of itself. Whether its notice is still on its way matters to nobody who
/// asks: the timeout has fired.
ScheduleReply answer_of(const Trip& trip, const Notice& notice, ScheduleReply reply) {
    if (notice.state == NoticeState::ended) {
        reply.answer = ScheduleAnswer::ended;
        reply.state = name_of(trip.state);
        return reply;
    }
    reply.answer = ScheduleAnswer::scheduled;
    const bool fired = notice.state == NoticeState::sending;
    reply.state = fired ? "fired" : std::string(name_of(notice.state));
    return reply;
}

/// Why a new schedule cannot be taken; empty if it can.
std::string refusal_of(const Trip& trip, const ScheduleTimeout& input, Instant now,
                       const Limits& limits) {
    if (!topology::is_service(input.notify)) return "unknown_address";
    if (input.deadline && is_surely_past(*input.deadline, now)) return "too_late";
    return trip.notices.size() >= limits.notices_max ? "too_many" : "";
}

}  // namespace

void send_notices(Deciding& deciding) {
    for (auto& notice : deciding.trip.notices) {
        if (notice.state == NoticeState::scheduled) start_sending(notice, deciding.now);
    }
}

void end_notices(Deciding& deciding) {
    for (auto& notice : deciding.trip.notices) {
        if (notice.state == NoticeState::scheduled) notice.state = NoticeState::ended;
    }
}

Outcome schedule(Trip& trip, const ScheduleTimeout& input, Instant now, const Limits& limits,
                 ScheduleReply& reply) {
    auto outcome = pass_time(trip, now, limits);
    Deciding deciding{trip, now, limits, outcome.entries};
    reply = ScheduleReply{};
    reply.answer = ScheduleAnswer::refused;
    reply.id = input.id;
    reply.session = trip.id;
    if (const auto* known = find_notice(trip, input.id)) {
        if (known->notify == input.notify) {
            reply = answer_of(trip, *known, std::move(reply));
        } else {
            reply.reason = "id_reused";
        }
        return outcome;
    }
    if (trip.timeout.state == TimeoutState::cancelled) {
        reply.answer = ScheduleAnswer::ended;
        reply.state = name_of(trip.state);
        return outcome;
    }
    reply.reason = refusal_of(trip, input, now, limits);
    if (!reply.reason.empty()) return outcome;
    auto& notice = trip.notices.emplace_back();
    notice.id = input.id;
    notice.notify = input.notify;
    deciding.tell("timeout.scheduled", {}, input.notify);
    if (trip.timeout.state == TimeoutState::fired) start_sending(notice, now);
    reply = answer_of(trip, notice, std::move(reply));
    return outcome;
}

Outcome decide(Trip& trip, const TimeoutAcknowledged& input, Instant now, const Limits& limits) {
    Outcome outcome;
    Deciding deciding{trip, now, limits, outcome.entries};
    auto* notice = find_notice(trip, input.schedule);
    if (!notice || notice->state != NoticeState::sending) return outcome;
    notice->state = NoticeState::acknowledged;
    notice->asking = {};
    deciding.tell("timeout.acknowledged", {}, notice->notify);
    return outcome;
}

}  // namespace viaja::session
