#include "session-service/core/step_tables.hpp"

#include <algorithm>

#include "session-service/core/queries.hpp"

namespace viaja::session {

StepTables tables_of_this_program() {
    return {
        .known = {{kCardTripName, kCardTrip, SagaEnd::trip_confirmed, UndoOrder::side_by_side,
                   Progress::unwritten},
                  {kCardTripVersion3, kCardTrip, SagaEnd::trip_confirmed},
                  {kCardTripVersion2, kCardTripOneByOne, SagaEnd::trip_confirmed},
                  {kCardTripVersion1, kCardTripOneByOne, SagaEnd::trip_confirmed,
                   UndoOrder::last_first},
                  {kPixTripName, kPixTrip, SagaEnd::trip_confirmed},
                  {kCancelTripName, kCancelTrip, SagaEnd::money_returned}},
        .for_payments = kCardTripName,
        .for_pix = kPixTripName,
        .for_cancellations = kCancelTripName,
    };
}

const StepTable* table_of(const Session& session, const StepTables& tables) {
    if (!session.saga) return nullptr;
    const auto found = std::ranges::find(tables.known, session.saga->table, &StepTable::name);
    return found == tables.known.end() ? nullptr : &*found;
}

bool knows_table(const Session& session, const StepTables& tables) {
    return table_of(session, tables) != nullptr;
}

bool is_pending(const Session& session, Command command, std::optional<HoldId> hold, int attempt) {
    if (!session.saga || session.attempt != attempt) return false;
    const auto* at = hold ? find_hold(session, *hold) : nullptr;
    if (at && is_of_saga(command) && pending_request(session, *at) == command) return true;
    return session.saga->retry.next_attempt_at && session.saga->pending == command &&
           session.saga->hold == hold;
}

bool can_be_given_up(const Session& session) {
    return session.saga && session.saga->deadline.has_value();
}

bool waits_for_bank(const Session& session) {
    return session.saga && session.saga->pending == Command::charge &&
           session.payments.back().state == PaymentState::waiting;
}

bool may_stay_unwritten(const Session& saved, const Session& after, const StepTables& tables) {
    const auto* table = table_of(saved, tables);
    const bool forward = table && table->progress == Progress::unwritten && saved.saga->deadline &&
                         after.saga && after.saga->deadline && after.attempt == saved.attempt;
    if (!forward || after.holds.size() != saved.holds.size()) return false;
    auto same = saved;
    same.saga = after.saga;
    same.payments.back().state = after.payments.back().state;
    same.timeline_length = after.timeline_length;
    same.version = after.version;
    for (std::size_t i = 0; i < same.holds.size(); ++i) {
        if (same.holds[i].attempt != saved.attempt) continue;
        same.holds[i].retry = after.holds[i].retry;
        same.holds[i].reference = after.holds[i].reference;
    }
    return same == after;
}

bool is_at_pivot(const Session& session, const StepTables& tables) {
    const auto* table = table_of(session, tables);
    if (!table || !session.saga->retry.next_attempt_at) return false;
    return std::ranges::any_of(table->steps, [&](const Step& step) {
        return step.kind == StepKind::pivot && step.command == session.saga->pending;
    });
}

}  // namespace viaja::session
