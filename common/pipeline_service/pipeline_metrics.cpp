#include "common/pipeline_service/pipeline_metrics.hpp"

#include <utility>

namespace viaja {
namespace {

struct Counted {
    const char* name;
    const char* help;
    std::uint64_t PipelineCounters::*value;
};

constexpr Counted kCounted[] = {
    {"viaja_batches_total", "Transactions that were committed", &PipelineCounters::batches},
    {"viaja_inputs_total", "Inputs that were decided", &PipelineCounters::inputs},
    {"viaja_conflicts_total", "Batches decided again", &PipelineCounters::conflicts},
    {"viaja_uncertain_total", "Commits of unknown outcome", &PipelineCounters::uncertain},
    {"viaja_unavailable_total", "Times the database was unavailable",
     &PipelineCounters::unavailable},
    {"viaja_busy_total", "Inputs that met a busy session", &PipelineCounters::busy},
    {"viaja_lock_unavailable_total", "Batches decided while the lock server was unavailable",
     &PipelineCounters::lock_unavailable},
    {"viaja_bugs_total", "Inputs that could not be decided", &PipelineCounters::bugs},
    {"viaja_given_up_total", "Inputs that the database or the system failed at, again and again",
     &PipelineCounters::given_up},
};

}  // namespace

std::vector<http::Metric> pipeline_metrics(const std::map<std::string, PipelineCounters>& parts) {
    std::vector<http::Metric> metrics;
    for (const auto& counted : kCounted) {
        http::Metric metric;
        metric.name = counted.name;
        metric.help = counted.help;
        for (const auto& [part, counters] : parts) {
            metric.samples.push_back(
                {{{"part", part}}, static_cast<double>(counters.*counted.value)});
        }
        metrics.push_back(std::move(metric));
    }
    return metrics;
}

}  // namespace viaja
