#pragma once
// Paying for a trip and undoing what was paid: a table of steps, read top to bottom. Pure.
//
// A step of the table is done once, or once for each hold in the traveller's order. Silence in a
// step undoes from that step, a refusal from the one before (C3). From the moment the pivot is
// committed as pending nothing is undone until it is answered (C4). The undos of a failed attempt
// are asked side by side, so that a participant that never answers keeps no other promise bound;
// the session leaves `paying` only when the last of them is answered (C6).
//
// Going forward, and for the undo of a step that belongs to no hold, the pending request is the
// saga's own. The undo of a confirm is pending at its hold (pending_request in session.hpp).

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

enum class StepKind { compensatable, pivot, retriable };

struct Step {
    std::string_view name;
    Command command;
    std::optional<Command> undo;
    StepKind kind;
    bool for_each_hold;
};

/// A trip paid by card. In version 1 each undo waited for the one after it; its sagas end that way.
inline constexpr std::string_view kCardTripVersion1 = "card/1";
inline constexpr std::string_view kCardTripName = "card/2";
inline constexpr std::array kCardTrip = {
    Step{"authorize", Command::authorize, Command::void_, StepKind::compensatable, false},
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable, true},
    Step{"capture", Command::capture, std::nullopt, StepKind::pivot, false},
};

/// Giving a confirmed trip back: the holds are released beside it, each until it is answered.
inline constexpr std::string_view kCancelTripName = "cancel/1";
inline constexpr std::array kCancelTrip = {
    Step{"refund", Command::refund, std::nullopt, StepKind::retriable, false},
};

/// What the last step's yes means for the session.
enum class SagaEnd { trip_confirmed, money_returned };

enum class UndoOrder {
    side_by_side,
    last_first,  ///< each when the one after it is answered
};

/// Undone side by side, at most one step with an undo belongs to no hold.
struct StepTable {
    std::string_view name;
    std::span<const Step> steps;
    SagaEnd end = SagaEnd::trip_confirmed;
    UndoOrder undo = UndoOrder::side_by_side;
};

/// The tables that a program knows, and those that it begins new sagas with. A saga in flight keeps
/// the table that it began with, so a changed table gets a new name beside the old one, and the old
/// one stays until no row names it. A new table is first made known to every replica and only then
/// begun with: who does not know a saga's table leaves it alone and says so.
struct StepTables {
    std::vector<StepTable> known;
    std::string_view for_payments;
    std::string_view for_cancellations;
};
const StepTables& tables_of(const Limits& limits);

/// False if this program cannot go on with the trip's saga.
bool knows_table(const Session& session, const Limits& limits);

/// The first step of a table becomes pending.
void start_saga(DecisionContext& context, std::string_view table);
/// The saga's pending request was answered with yes.
void step_done(DecisionContext& context);
/// The undo of a hold's confirm, asked beside others, was answered.
void undo_done(DecisionContext& context, Hold& hold);
/// The pending step was answered with no: undo from the one before.
void step_refused(DecisionContext& context, Code why, std::string reason);
/// The pending step is given up without an answer, because of its deadline or by an operator: undo
/// from that step.
void give_up_step(DecisionContext& context, std::string reason);

/// True while the saga itself waits for the answer with this key.
bool is_pending(const Session& session, Command command, std::optional<HoldId> hold, int attempt);
/// True for a step that is given up at its deadline.
bool can_be_given_up(const Session& session);
/// When the pending step is given up unless it is answered; nullopt where that is not yet possible.
std::optional<Instant> silent_at(const Session& session, const Limits& limits);
/// How long the pauses between the requests of the pending step or undo can become.
Duration longest_pause_of_saga(const Session& session, const Limits& limits);
/// True while the step is pending after which nothing is undone (C4).
bool is_at_pivot(const Session& session, const Limits& limits);

}  // namespace viaja::session
