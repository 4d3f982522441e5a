#pragma once
// What /metrics says of sessions beside the pipeline's numbers. Pure; any thread.

#include <vector>

#include "common/http/metrics.hpp"
#include "session-service/coordinator/ignored_answers.hpp"
#include "session-service/coordinator/session_numbers.hpp"

namespace viaja::session {

http::Metric ignored_answers_metric(const IgnoredAnswers::Counts& counts);
std::vector<http::Metric> session_metrics(const SessionNumbers::Totals& totals);

}  // namespace viaja::session
