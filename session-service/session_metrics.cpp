#include "session-service/session_metrics.hpp"

namespace viaja::session {

http::Metric ignored_answers_metric(const IgnoredAnswers::Counts& counts) {
    http::Metric metric;
    metric.name = "viaja_session_ignored_answers_total";
    metric.help = "Answers of suppliers and of payment that were not waited for any more";
    for (const auto& [kind, count] : counts) {
        metric.samples.push_back(
            {{{"answer", kind.first}, {"why", std::string(name_of(kind.second))}},
             static_cast<double>(count)});
    }
    return metric;
}

}  // namespace viaja::session
