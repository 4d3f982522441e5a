#pragma once
// Removes sessions that have ended, with all that belongs to them: holds, payments, timeline, kept
// answers, notices, tokens, codes and ignored answers. On the thread of a Pruning.

#include "common/pruning/pruning.hpp"
#include "common/pruning/retention.hpp"
#include "session-service/core/limits.hpp"

namespace viaja::session {

/// Empty where sessions are kept.
PrunePage prune_sessions(const Retention& retention, const Limits& limits);

}  // namespace viaja::session
