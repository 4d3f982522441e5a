#include "session-service/coordinator/session_participant.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "session-service/coordinator/session_batch.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

SessionId session_of(const SessionInput& input) {
    return std::visit([](const auto& one) { return one.session_id; }, input);
}

Input to_input(SessionInput content) {
    Input input;
    input.lock_key = "session:" + session_of(content).text();
    input.fail_if_busy = std::holds_alternative<DueSession>(content);
    input.content = std::move(content);
    return input;
}

std::optional<Input> read(const Message& message) {
    if (const auto* reply = std::get_if<SupplierReply>(&message)) return to_input(*reply);
    if (const auto* reply = std::get_if<PaymentReply>(&message)) return to_input(*reply);
    if (const auto* check = std::get_if<SessionCheck>(&message)) return to_input(*check);
    if (const auto* wish = std::get_if<ScheduleTimeout>(&message)) return to_input(*wish);
    if (const auto* told = std::get_if<TimeoutAcknowledged>(&message)) return to_input(*told);
    const auto* subscription = std::get_if<TimeoutNotice>(&message);
    if (subscription && subscription->schedule) {
        // Somebody scheduled it for this very address: that it came is all that it says.
        return to_input(TimeoutAcknowledged{*subscription->schedule, subscription->session_id});
    }
    // Of a schedule that somebody asked for in this service's name: it has none of its own.
    if (std::holds_alternative<ScheduleReply>(message)) return std::nullopt;
    throw Bug("session-service has no use for \"" + type_of(message) + "\"");
}

SessionParticipant::SessionParticipant(Limits limits, OnChanged on_changed)
    : limits_(limits), on_changed_(std::move(on_changed)) {}

std::unique_ptr<Batch> SessionParticipant::start_batch() {
    return new_session_batch(limits_, on_changed_, ignored_);
}

Participant::Due SessionParticipant::find_due(Connection& connection, std::size_t limit) {
    const auto now = connection.now();
    const auto found = find_due_sessions(connection, now, limit);
    Due due;
    for (const auto& id : found.ids)
        due.inputs.push_back(to_input(DueSession{id}));
    if (found.next) due.next_in = *found.next - now;
    return due;
}

}  // namespace viaja::session
