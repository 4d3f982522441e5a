#include "session-service/coordinator/session_participant.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "session-service/coordinator/session_batch.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

[[noreturn]] void refuse(const Message& message) {
    throw Bug("session-service has no use for \"" + type_of(message) + "\"");
}

}  // namespace

OperatorAction decided_action(OperatorAction action, const Decided& decided, Instant now) {
    action.at = now;
    action.outcome = name_of(decided.code);
    action.detail = decided.detail;
    return action;
}

SessionId session_of(const SessionInput& input) {
    return std::visit([](const auto& one) { return one.session_id; }, input);
}

std::string_view name_of_wish(const Request& request) {
    return std::visit(
        Match{[](const AskHold&) { return "hold"; }, [](const AskHoldList&) { return "hold_list"; },
              [](const DropHold&) { return "drop"; }, [](const Pay&) { return "pay"; },
              [](const StopPayment&) { return "stop_payment"; },
              [](const Cancel&) { return "cancel"; },
              [](const QuoteCancellation&) { return "quote_cancellation"; },
              [](const ConfirmCancellation&) { return "cancel_trip"; },
              [](const SetState&) { return "set_state"; },
              [](const RetryNow&) { return "retry_now"; },
              [](const ForceCancel&) { return "force_cancel"; },
              [](const WriteOff&) { return "write_off"; }},
        request.wish);
}

std::string lock_key_of(const SessionId& session_id) {
    return "session:" + session_id.text();
}

Input to_input(SessionInput content) {
    Input input;
    input.lock_key = lock_key_of(session_of(content));
    input.fail_if_busy = std::holds_alternative<DueSession>(content);
    input.content = std::move(content);
    return input;
}

std::optional<Input> read(const Message& message) {
    using Read = std::optional<Input>;
    return std::visit(
        Match{
            [](const SupplierReply& reply) -> Read { return to_input(reply); },
            [](const PaymentReply& reply) -> Read { return to_input(reply); },
            [](const SessionCheck& check) -> Read { return to_input(check); },
            [](const ScheduleTimeout& wish) -> Read { return to_input(wish); },
            [](const TimeoutAcknowledged& acknowledged) -> Read { return to_input(acknowledged); },
            [&](const TimeoutNotice& notice) -> Read {
                if (!notice.schedule) refuse(message);
                // Its schedule names this very address: the arrival acknowledges it.
                return to_input(TimeoutAcknowledged{*notice.schedule, notice.session_id});
            },
            // Of a schedule that was asked for in this service's name: it has none of its own.
            [](const ScheduleReply&) -> Read { return std::nullopt; },
            [&](const auto&) -> Read { refuse(message); },
        },
        message);
}

SessionParticipant::SessionParticipant(Rules rules, OnChanged on_changed)
    : rules_(std::move(rules)), on_changed_(std::move(on_changed)) {}

std::unique_ptr<Batch> SessionParticipant::start_batch() {
    return new_session_batch(
        {rules_, on_changed_, ignored_, numbers_, passed_, unwritten_, reply_address_});
}

Participant::Due SessionParticipant::find_due(Connection& connection, std::size_t limit) {
    const auto now = connection.now();
    const auto passed = passed_.at(now);
    const auto found = find_due_sessions(connection, now, limit + passed.size());
    Due due;
    for (const auto& id : found.ids) {
        if (due.inputs.size() == limit) break;
        if (!passed.contains(id)) due.inputs.push_back(to_input(DueSession{id}));
    }
    if (found.next) due.next_in = *found.next - now;
    return due;
}

}  // namespace viaja::session
