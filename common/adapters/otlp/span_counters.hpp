#pragma once
// What the export of spans counts. A value; any thread.

#include "common/counters/counters.hpp"

namespace viaja {

struct SpanCounters {
    std::uint64_t exported = 0;
    std::uint64_t dropped = 0;

    static constexpr auto list() {
        using Of = SpanCounters;
        return std::to_array<Counter<Of>>({
            {&Of::exported, "viaja_spans_exported_total", "Spans that the receiver took"},
            {&Of::dropped, "viaja_spans_dropped_total",
             "Spans that were not exported: too many waited, or the receiver failed"},
        });
    }
};

}  // namespace viaja
