#pragma once
// What operators see of a session: JSON as in docs/openapi.yaml. Pure functions; any thread.

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {

/// What is pending and at which service, since when, how often it was asked, the last answer that
/// did not end it, and what was captured.
nlohmann::json saga_json(const Session& session, const Rules& rules);

/// A session in a list: what it is, what it costs, and its booking references.
nlohmann::json session_summary_json(const Session& session, Instant now);

/// Answers that changed nothing, for `ignored_answers` of the session.
nlohmann::json ignored_json(const Session& session, const std::vector<IgnoredAnswer>& answers);

/// The session as its traveller sees it, with its pending requests, every payment, the notices and
/// a part of the timeline.
nlohmann::json operator_session_json(const Session& session, const std::vector<Entry>& timeline,
                                     Instant now, const Rules& rules);

}  // namespace viaja::session
