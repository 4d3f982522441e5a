#include "session-service/core/saga.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::session {
namespace {

const StepTables& tables_of_this_program() {
    static const StepTables kTables{
        .known = {{kCardTripName, kCardTrip, SagaEnd::trip_confirmed},
                  {kCardTripVersion1, kCardTrip, SagaEnd::trip_confirmed, UndoOrder::last_first},
                  {kCancelTripName, kCancelTrip, SagaEnd::money_returned}},
        .for_payments = kCardTripName,
        .for_cancellations = kCancelTripName,
    };
    return kTables;
}

/// Null for a name that this program does not know.
const StepTable* find_table(const StepTables& tables, std::string_view name) {
    const auto found = std::ranges::find(tables.known, name, &StepTable::name);
    return found == tables.known.end() ? nullptr : &*found;
}

const StepTable& table_of(const Deciding& deciding) {
    const auto& name = deciding.trip.saga->table;
    const auto* table = find_table(tables_of(deciding.limits), name);
    if (!table) {
        throw Bug("a saga is in flight whose step table, " + name + ", this program does not know");
    }
    return *table;
}

/// A step of the table laid out over the holds of the trip.
struct Place {
    const Step* step;
    std::optional<HoldId> hold;
};

/// The whole way of the saga in order. The holds are those that were held when the payment was
/// accepted; their list is frozen since (C12).
std::vector<Place> way_of(const Trip& trip, const StepTable& table) {
    std::vector<Place> way;
    for (const auto& step : table.steps) {
        if (!step.for_each_hold) {
            way.push_back({&step, std::nullopt});
            continue;
        }
        for (const auto& hold : trip.holds) {
            if (hold.attempt == trip.attempt) way.push_back({&step, hold.id});
        }
    }
    return way;
}

/// Where the saga stands, going forward or back.
std::size_t position_of(const std::vector<Place>& way, const Saga& saga) {
    for (std::size_t i = 0; i < way.size(); ++i) {
        const bool same_command =
            way[i].step->command == saga.pending || way[i].step->undo == saga.pending;
        if (same_command && way[i].hold == saga.hold) return i;
    }
    check(false, "the pending step of a saga is not in its table");
    return 0;
}

bool goes_back(const Place& place, const Saga& saga) {
    return place.step->undo == saga.pending;
}

PaymentState payment_state_while(Command pending, PaymentState present) {
    switch (pending) {
        case Command::authorize:
            return PaymentState::authorizing;
        case Command::capture:
            return PaymentState::capturing;
        case Command::void_:
            return PaymentState::voiding;
        case Command::refund:
            return PaymentState::refunding;
        default:
            return present;
    }
}

void make_pending(Deciding& deciding, Command command, std::optional<HoldId> hold,
                  std::optional<Instant> deadline) {
    auto& trip = deciding.trip;
    auto& saga = *trip.saga;
    saga.pending = command;
    saga.hold = hold;
    saga.deadline = deadline;
    saga.asking = Asking{0, deciding.now, deciding.now};
    auto& payment = trip.payments.back();
    payment.state = payment_state_while(command, payment.state);
}

void go_forward_to(Deciding& deciding, const Place& place) {
    const bool undoable = place.step->kind == StepKind::compensatable;
    const auto deadline =
        undoable ? std::optional(deciding.now + deciding.limits.step_time) : std::nullopt;
    make_pending(deciding, place.step->command, place.hold, deadline);
}

/// The attempt is over when nothing that was done is left to undo (C6).
void finish_undo_if_over(Deciding& deciding) {
    const auto& trip = deciding.trip;
    const bool holds_left = std::ranges::any_of(
        trip.holds, [](const Hold& hold) { return pending_request(hold) == Command::unconfirm; });
    if (!holds_left && !trip.saga->asking.next_attempt_at) reopen_or_fire(deciding);
}

void undo_side_by_side(Deciding& deciding, std::span<const Place> done) {
    auto& saga = *deciding.trip.saga;
    saga.asking = {};
    saga.deadline.reset();
    for (const auto& place : done) {
        if (!place.step->undo) continue;
        if (!place.hold) {
            make_pending(deciding, *place.step->undo, std::nullopt, std::nullopt);
            continue;
        }
        check(place.step->undo == Command::unconfirm, "a hold's step has another undo");
        find_hold(deciding.trip, *place.hold)->asking = Asking{0, deciding.now, deciding.now};
    }
    finish_undo_if_over(deciding);
}

void undo_last_first(Deciding& deciding, std::span<const Place> done) {
    for (std::size_t i = done.size(); i-- > 0;) {
        if (!done[i].step->undo) continue;
        make_pending(deciding, *done[i].step->undo, done[i].hold, std::nullopt);
        return;
    }
    reopen_or_fire(deciding);
}

void undo(Deciding& deciding, const StepTable& table, std::span<const Place> done) {
    if (table.undo == UndoOrder::last_first) return undo_last_first(deciding, done);
    undo_side_by_side(deciding, done);
}

void remember_failure(Deciding& deciding, Code why, std::string reason) {
    auto& payment = deciding.trip.payments.back();
    payment.failure = why;
    payment.failure_reason = std::move(reason);
}

}  // namespace

const StepTables& tables_of(const Limits& limits) {
    return limits.tables ? *limits.tables : tables_of_this_program();
}

bool knows_table(const Trip& trip, const Limits& limits) {
    return trip.saga && find_table(tables_of(limits), trip.saga->table) != nullptr;
}

void Deciding::tell(std::string type, std::optional<HoldId> hold, std::string detail) {
    const bool of_payment = trip.saga.has_value();
    entries.push_back(Entry{.sequence = ++trip.timeline_length,
                            .at = now,
                            .type = std::move(type),
                            .hold = hold,
                            .attempt = of_payment ? trip.attempt : 0,
                            .detail = std::move(detail)});
}

void start_saga(Deciding& deciding, std::string_view table) {
    deciding.trip.saga.emplace().table = table;
    go_forward_to(deciding, way_of(deciding.trip, table_of(deciding)).front());
}

void step_done(Deciding& deciding) {
    const auto& table = table_of(deciding);
    const auto way = way_of(deciding.trip, table);
    const auto& saga = *deciding.trip.saga;
    const auto position = position_of(way, saga);
    if (goes_back(way[position], saga) && table.undo == UndoOrder::side_by_side) {
        deciding.trip.saga->asking = {};
        finish_undo_if_over(deciding);
    } else if (goes_back(way[position], saga)) {
        undo_last_first(deciding, std::span(way).first(position));
    } else if (position + 1 < way.size()) {
        go_forward_to(deciding, way[position + 1]);
    } else if (table.end == SagaEnd::money_returned) {
        deciding.trip.saga.reset();
        finish_cancellation_if_over(deciding);
    } else {
        confirm_trip(deciding);
    }
}

void undo_done(Deciding& deciding, Hold& hold) {
    table_of(deciding);  // an unknown table is left alone
    hold.asking = {};
    finish_undo_if_over(deciding);
}

void step_refused(Deciding& deciding, Code why, std::string reason) {
    const auto& table = table_of(deciding);
    const auto way = way_of(deciding.trip, table);
    const auto position = position_of(way, *deciding.trip.saga);
    check(!goes_back(way[position], *deciding.trip.saga), "an undo cannot be refused");
    remember_failure(deciding, why, std::move(reason));
    undo(deciding, table, std::span(way).first(position));
}

void give_up_step(Deciding& deciding, std::string reason) {
    const auto& table = table_of(deciding);
    const auto way = way_of(deciding.trip, table);
    const auto& saga = *deciding.trip.saga;
    const auto position = position_of(way, saga);
    check(way[position].step->undo.has_value(), "only a step that has an undo may be given up");
    const auto why = saga.hold ? Code::supplier_unavailable : Code::unavailable;
    remember_failure(deciding, why, std::move(reason));
    undo(deciding, table, std::span(way).first(position + 1));
}

bool is_pending(const Trip& trip, Command command, std::optional<HoldId> hold, int attempt) {
    return trip.saga && trip.saga->asking.next_attempt_at && trip.saga->pending == command &&
           trip.saga->hold == hold && trip.attempt == attempt;
}

bool can_be_given_up(const Trip& trip) {
    return trip.saga && trip.saga->deadline.has_value();
}

bool is_at_pivot(const Trip& trip, const Limits& limits) {
    if (!knows_table(trip, limits) || !trip.saga->asking.next_attempt_at) return false;
    const auto& steps = find_table(tables_of(limits), trip.saga->table)->steps;
    return std::ranges::any_of(steps, [&](const Step& step) {
        return step.kind == StepKind::pivot && step.command == trip.saga->pending;
    });
}

}  // namespace viaja::session
