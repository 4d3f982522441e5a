#pragma once
// Removes sessions that have ended, with all that belongs to them: holds, payments, timeline, kept
// answers, notices, tokens, codes and ignored answers. On the thread of a Pruning.
//
// A session that has changed since it was looked at stays. Only of a timeline that is too long for
// one transaction the oldest entries may be gone by then.

#include "common/pruning/pruning.hpp"
#include "common/pruning/retention.hpp"
#include "session-service/core/rules.hpp"

namespace viaja::session {

/// Empty where sessions are kept.
FindPage prune_sessions(const Retention& retention, const Rules& rules);

}  // namespace viaja::session
