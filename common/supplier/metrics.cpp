#include "common/supplier/metrics.hpp"

#include "common/http/counter_metrics.hpp"
#include "common/pipeline_metrics/pipeline_metrics.hpp"

namespace viaja::supplier {
namespace {

http::Metric commands_metric(const AnsweredCommands& answered, const std::string& part) {
    http::Metric metric;
    metric.name = "viaja_supplier_commands_total";
    metric.help = "Commands that were decided, by what was answered";
    for (const auto& [kind, count] : answered) {
        metric.samples.push_back({{{"part", part},
                                   {"command", std::string(name_of(kind.first))},
                                   {"answer", std::string(name_of(kind.second))}},
                                  static_cast<double>(count)});
    }
    return metric;
}

}  // namespace

std::vector<http::Metric> supplier_metrics(const SupplierService& service,
                                           const std::string& part) {
    return http::merged({
        pipeline_metrics(service.pipeline_counters(), service.pipeline_times(), part),
        {commands_metric(service.answered_commands(), part)},
        http::counter_metrics(service.counters(), {{"part", part}}),
        http::counter_metrics(service.question_counters(), {{"part", part}}),
        http::counter_metrics(service.pruning_counters(), {{"part", part}}),
    });
}

}  // namespace viaja::supplier
