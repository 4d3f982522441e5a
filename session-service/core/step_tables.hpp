#pragma once
// The steps of sagas as tables, and what is known of a saga from its table. Pure; any thread.

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "session-service/core/session.hpp"

namespace viaja::session {

enum class StepKind { compensatable, pivot, retriable };

/// For what a step is done.
enum class StepScope {
    trip,       ///< once
    each_hold,  ///< for each hold in the traveller's order, one after the other
    all_holds,  ///< for each hold, asked in the traveller's order in one commit: a group
};

struct Step {
    std::string_view name;
    Command command;
    std::optional<Command> undo;
    StepKind kind;
    StepScope scope = StepScope::trip;
};

/// A trip paid by card. In version 1 each undo waited for the one after it, in versions 1 and 2
/// each confirm for the one before it, and in versions 1 to 3 each step for the commit of the one
/// before it; their sagas end that way.
inline constexpr std::string_view kCardTripVersion1 = "card/1";
inline constexpr std::string_view kCardTripVersion2 = "card/2";
inline constexpr std::string_view kCardTripVersion3 = "card/3";
inline constexpr std::string_view kCardTripName = "card/4";
inline constexpr std::array kCardTrip = {
    Step{"authorize", Command::authorize, Command::void_, StepKind::compensatable},
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable,
         StepScope::all_holds},
    Step{"capture", Command::capture, std::nullopt, StepKind::pivot},
};
inline constexpr std::array kCardTripOneByOne = {
    Step{"authorize", Command::authorize, Command::void_, StepKind::compensatable},
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable,
         StepScope::each_hold},
    Step{"capture", Command::capture, std::nullopt, StepKind::pivot},
};

/// A trip paid by Pix. Money comes first, since a bank reserves none: undone, the charge is
/// withdrawn, and what was paid of it is refunded. Nothing stands behind the confirms, so that the
/// commit which takes the last `confirmed` sells the trip.
inline constexpr std::string_view kPixTripName = "pix/1";
inline constexpr std::array kPixTrip = {
    Step{"charge", Command::charge, Command::void_, StepKind::compensatable},
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable,
         StepScope::all_holds},
};

/// Giving a confirmed trip back: the holds are released beside it, each until it is answered.
inline constexpr std::string_view kCancelTripName = "cancel/1";
inline constexpr std::array kCancelTrip = {
    Step{"refund", Command::refund, std::nullopt, StepKind::retriable},
};

/// What the success of the last step means for the session (saga_end.hpp).
enum class SagaEnd { trip_confirmed, money_returned };

enum class UndoOrder {
    side_by_side,
    last_first,  ///< each when the one after it is answered
};

/// What of a saga is in its row.
enum class Progress {
    written,    ///< each step is committed before the next one is asked
    unwritten,  ///< an answer on the way to the pivot may be lost, and is asked for again; so what
                ///< is given up may have been asked for everything before the pivot
};

/// Undone side by side, at most one step with an undo belongs to no hold. A table with a group is
/// undone side by side.
struct StepTable {
    std::string_view name;
    std::span<const Step> steps;
    SagaEnd end = SagaEnd::trip_confirmed;
    UndoOrder undo = UndoOrder::side_by_side;
    Progress progress = Progress::written;
};

/// The tables that a program knows, and those that it begins new sagas with. A saga in flight keeps
/// the table that it began with, so a changed table gets a new name beside the old one, and the old
/// one stays until no row names it. A new table is first made known to every replica and only then
/// begun with: a replica that does not know a saga's table leaves it alone and reports it.
struct StepTables {
    std::vector<StepTable> known;
    std::string_view for_payments;  ///< by card
    std::string_view for_pix;
    std::string_view for_cancellations;
};
StepTables tables_of_this_program();

/// The table of the session's saga; null without a saga, and where this program does not know it.
const StepTable* table_of(const Session& session, const StepTables& tables);
/// False if this program cannot go on with the session's saga.
bool knows_table(const Session& session, const StepTables& tables);

/// True while the saga waits for the answer with this key, which is pending in its own request or
/// at the hold.
bool is_pending(const Session& session, Command command, std::optional<HoldId> hold, int attempt);
/// True for a step that is given up at its deadline.
bool can_be_given_up(const Session& session);
/// True while the traveller's bank is waited for: the Pix has its code and is not paid.
bool waits_for_bank(const Session& session);
/// True if `after` differs from the row `saved` only by answers on the way to the pivot, which may
/// be lost: every participant gives the same answer again.
bool may_stay_unwritten(const Session& saved, const Session& after, const StepTables& tables);
/// True while the step is pending after which nothing is undone (C4).
bool is_at_pivot(const Session& session, const StepTables& tables);

}  // namespace viaja::session
