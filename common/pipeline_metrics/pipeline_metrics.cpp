#include "common/pipeline_metrics/pipeline_metrics.hpp"

#include "common/http/counter_metrics.hpp"

namespace viaja {
namespace {

using Kind = http::Metric::Kind;

http::Metric stage_times(const PipelineTimes& times, const std::string& part) {
    http::Metric metric;
    metric.name = "viaja_batch_stage_seconds";
    metric.help = "How long the stages of batches take";
    metric.kind = Kind::histogram;
    for (std::size_t i = 0; i < kStageNames.size(); ++i) {
        metric.samples.push_back(
            {.labels = {{"part", part}, {"stage", std::string(kStageNames[i])}},
             .histogram = times.stages[i]});
    }
    return metric;
}

}  // namespace

std::vector<http::Metric> pipeline_metrics(const PipelineCounters& counters,
                                           const PipelineTimes& times, const std::string& part) {
    auto metrics = http::counter_metrics(counters, {{"part", part}});
    metrics.push_back({.name = "viaja_batch_inputs",
                       .help = "Inputs of a committed batch",
                       .kind = Kind::histogram,
                       .samples = {{.labels = {{"part", part}}, .histogram = times.inputs}}});
    metrics.push_back(stage_times(times, part));
    metrics.push_back({.name = "viaja_inputs_waiting",
                       .help = "Inputs that wait for a batch now",
                       .kind = Kind::gauge,
                       .samples = {{{{"part", part}}, static_cast<double>(times.waiting)}}});
    return metrics;
}

}  // namespace viaja
