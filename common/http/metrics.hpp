#pragma once
// GET /metrics: the numbers of this process as Prometheus text. Names of counters end in _total;
// labels never carry ids.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/http/router.hpp"

namespace viaja::http {

struct Metric {
    enum class Kind { counter, gauge };
    struct Sample {
        std::map<std::string, std::string> labels;
        double value = 0;
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

void add_metrics_route(Router& router, Gather gather);

}  // namespace viaja::http
