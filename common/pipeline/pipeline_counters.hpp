#pragma once
// What a pipeline counts.

#include "common/counters/counters.hpp"

namespace viaja {

struct PipelineCounters {
    std::uint64_t batches = 0;
    std::uint64_t inputs = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t uncertain = 0;
    std::uint64_t unavailable = 0;
    std::uint64_t busy = 0;
    std::uint64_t lock_unavailable = 0;
    std::uint64_t bugs = 0;
    std::uint64_t given_up = 0;

    static constexpr auto list() {
        using Of = PipelineCounters;
        return std::to_array<Counter<Of>>({
            {&Of::batches, "viaja_batches_total", "Transactions that were committed"},
            {&Of::inputs, "viaja_inputs_total", "Inputs that were decided"},
            {&Of::conflicts, "viaja_conflicts_total", "Batches decided again"},
            {&Of::uncertain, "viaja_uncertain_total", "Commits of unknown outcome"},
            {&Of::unavailable, "viaja_unavailable_total", "Times the database was unavailable"},
            {&Of::busy, "viaja_busy_total", "Inputs that met a busy session"},
            {&Of::lock_unavailable, "viaja_lock_unavailable_total",
             "Batches decided while the lock server was unavailable"},
            {&Of::bugs, "viaja_bugs_total", "Inputs that could not be decided"},
            {&Of::given_up, "viaja_given_up_total",
             "Inputs that the database or the system failed at, again and again"},
        });
    }
};

}  // namespace viaja
