#pragma once
// What the pipelines of a process count, as metrics; the same names for every service.

#include <map>
#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/pipeline/pipeline.hpp"

namespace viaja {

/// One sample a part ("session", "flight.I0") in each metric.
std::vector<http::Metric> pipeline_metrics(const std::map<std::string, PipelineCounters>& parts);

}  // namespace viaja
