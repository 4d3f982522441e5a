#pragma once
// What a supplier counts.

#include <map>
#include <utility>

#include "common/contract/commands.hpp"
#include "common/counters/counters.hpp"

namespace viaja::supplier {

/// Of its commands.
struct SupplierCounters {
    std::uint64_t repeats = 0;
    std::uint64_t refused_holds = 0;
    std::uint64_t tombstones = 0;
    std::uint64_t tombstones_hit = 0;
    std::uint64_t old_attempts = 0;
    std::uint64_t undone_confirms = 0;
    std::uint64_t unreachable = 0;
    std::uint64_t alarms = 0;

    static constexpr auto list() {
        using Of = SupplierCounters;
        return std::to_array<Counter<Of>>({
            {&Of::repeats, "viaja_supplier_repeats_total",
             "Commands that were answered from the hold's row and changed nothing"},
            {&Of::refused_holds, "viaja_supplier_refused_holds_total",
             "New holds refused: sold out, unknown item, too late"},
            {&Of::tombstones, "viaja_supplier_tombstones_total",
             "Commands that came before the hold that they end"},
            {&Of::tombstones_hit, "viaja_supplier_tombstones_hit_total",
             "Holds that came after the command that ended them"},
            {&Of::old_attempts, "viaja_supplier_old_attempts_total",
             "Confirms and unconfirms of an attempt that was over"},
            {&Of::undone_confirms, "viaja_supplier_undone_confirms_total",
             "Unconfirms of holds that were confirmed"},
            {&Of::unreachable, "viaja_supplier_unreachable_total",
             "Commands that should never have come"},
            {&Of::alarms, "viaja_supplier_alarms_total", "Expires of confirmed holds"},
        });
    }
};

/// Commands by what was answered.
using AnsweredCommands = std::map<std::pair<Command, Answer>, std::uint64_t>;

/// Of the questions of searches.
struct QuestionCounters {
    std::uint64_t answered = 0;
    std::uint64_t late = 0;
    std::uint64_t full = 0;
    std::uint64_t failed = 0;

    static constexpr auto list() {
        using Of = QuestionCounters;
        return std::to_array<Counter<Of>>({
            {&Of::answered, "viaja_supplier_questions_answered_total", "Questions answered"},
            {&Of::late, "viaja_supplier_questions_late_total",
             "Questions dropped: their asker's deadline passed before they were answered"},
            {&Of::full, "viaja_supplier_questions_refused_total",
             "Questions dropped: too many waited already"},
            {&Of::failed, "viaja_supplier_questions_failed_total",
             "Questions that the database or the inventory failed at"},
        });
    }
};

}  // namespace viaja::supplier
