#pragma once
// A pipeline's numbers as metrics. Pure; any thread.

#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/pipeline/pipeline_counters.hpp"
#include "common/pipeline/pipeline_times.hpp"

namespace viaja {

/// All of them with the label `part`, the address of the service: "flight.I0".
std::vector<http::Metric> pipeline_metrics(const PipelineCounters& counters,
                                           const PipelineTimes& times, const std::string& part);

}  // namespace viaja
