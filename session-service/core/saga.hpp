#pragma once
// Paying for a trip and undoing what was paid: a table of steps, read top to bottom. Pure.
//
// A step of the table is done once, or once for each hold in the traveller's order. Silence in a
// step undoes from that step, a refusal from the one before (C3); undoing goes up the table. From
// the moment the pivot is committed as pending nothing is undone until it is answered (C4). The
// session leaves `paying` only when the last undo is answered (C6).

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "session-service/core/deciding.hpp"

namespace viaja::session {

enum class StepKind { compensatable, pivot, retriable };

struct Step {
    std::string_view name;
    Command command;
    std::optional<Command> undo;
    StepKind kind;
    bool for_each_hold;
};

/// Version 1 of a trip paid by card. A saga in flight keeps the table that it began with; a changed
/// table gets a new name beside this one.
inline constexpr std::string_view kCardTripName = "card/1";
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

/// Null for a name that this program does not know.
std::optional<std::span<const Step>> table_named(std::string_view name);

/// The first step of a table becomes pending.
void start_saga(Deciding& deciding, std::string_view table);
/// The pending request was answered with yes.
void step_done(Deciding& deciding);
/// The pending step was answered with no: undo from the one before.
void step_refused(Deciding& deciding, Code why, std::string reason);
/// The pending step was given up without an answer: undo from that step.
void step_silent(Deciding& deciding, Code why, std::string reason);

bool is_pending(const Trip& trip, Command command, std::optional<HoldId> hold, int attempt);
/// True for a step that is given up at its deadline.
bool can_be_given_up(const Trip& trip);

}  // namespace viaja::session
