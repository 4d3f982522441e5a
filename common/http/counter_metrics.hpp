#pragma once
// The counters of a component as metrics. Pure; any thread.

#include <map>
#include <string>
#include <vector>

#include "common/counters/counters.hpp"
#include "common/http/metrics.hpp"

namespace viaja::http {

/// One metric for each counter, all with these labels.
template <class Counters>
std::vector<Metric> counter_metrics(const Counters& counters,
                                    const std::map<std::string, std::string>& labels = {}) {
    std::vector<Metric> metrics;
    for (const auto& counter : counters_of<Counters>()) {
        metrics.push_back({.name = counter.metric,
                           .help = counter.help,
                           .samples = {{labels, static_cast<double>(counters.*counter.value)}}});
    }
    return metrics;
}

}  // namespace viaja::http
