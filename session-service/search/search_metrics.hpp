#pragma once
// What a search counts of the suppliers that it asks, as metrics. Pure; any thread.

#include <map>
#include <string>
#include <vector>

#include "common/counters/counters.hpp"
#include "common/http/metrics.hpp"
#include "session-service/breaker/breaker.hpp"

namespace viaja::session {

/// The questions to one supplier.
struct AskedCounters {
    std::uint64_t asked = 0;
    std::uint64_t answered = 0;
    std::uint64_t silent = 0;
    std::uint64_t not_asked = 0;

    static constexpr auto list() {
        using Of = AskedCounters;
        return std::to_array<Counter<Of>>({
            {&Of::asked, "viaja_search_questions_asked_total", "Questions sent to a supplier"},
            {&Of::answered, "viaja_search_questions_answered_total",
             "Questions that a supplier answered in time"},
            {&Of::silent, "viaja_search_questions_silent_total",
             "Questions that a supplier did not answer in time"},
            {&Of::not_asked, "viaja_search_questions_not_asked_total",
             "Searches that left a supplier out: its breaker was open, it was unheard, or too many "
             "questions were under way"},
        });
    }
};

/// A supplier as the search sees it.
struct AskedSupplier {
    AskedCounters counters;
    Breaker breaker;
};

/// By address ("flight.I0").
using AskedSuppliers = std::map<std::string, AskedSupplier>;

/// The address is a label.
std::vector<http::Metric> search_metrics(const AskedSuppliers& suppliers, Moment now);

}  // namespace viaja::session
