#pragma once
// What a search for routes answers: JSON as in docs/openapi.yaml. Pure functions; any thread.

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "session-service/search/route_search.hpp"

namespace viaja::session {

/// Offers for so many passengers; `missing`: the carriers to name.
nlohmann::json offers_json(const FoundRoutes& found, const std::set<std::string>& missing,
                           int passengers, Instant now);
/// The days of a calendar likewise.
nlohmann::json days_json(const FoundRoutes& found, int passengers, Instant now);

}  // namespace viaja::session
