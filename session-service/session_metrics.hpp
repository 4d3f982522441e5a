#pragma once
// What /metrics says of sessions beside the pipeline's numbers. Pure; any thread.

#include "common/http/metrics.hpp"
#include "session-service/coordinator/ignored_answers.hpp"

namespace viaja::session {

http::Metric ignored_answers_metric(const IgnoredAnswers::Counts& counts);

}  // namespace viaja::session
