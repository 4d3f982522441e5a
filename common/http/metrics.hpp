#pragma once
// GET /metrics: the numbers of this process as Prometheus text. Names of counters end in _total,
// those of measures in their unit, _seconds or a noun; labels never carry ids.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/counters/histogram.hpp"
#include "common/http/router.hpp"

namespace viaja::http {

struct Metric {
    enum class Kind { counter, gauge, histogram };
    struct Sample {
        std::map<std::string, std::string> labels;
        double value = 0;
        std::optional<Histogram> histogram = {};  ///< instead of a value
    };

    std::string name;
    std::string help;
    Kind kind = Kind::counter;
    std::vector<Sample> samples;
};

/// The metrics of several components as one list: those with the same name become one metric.
std::vector<Metric> merged(std::vector<std::vector<Metric>> lists);

/// Called on the loop thread at each scrape; must not block.
using Gather = std::function<std::vector<Metric>()>;

/// Beside what is gathered it says when the process added the route, at its start: by that, answers
/// of several replicas behind one address are told apart.
void add_metrics_route(Router& router, Gather gather);

}  // namespace viaja::http
