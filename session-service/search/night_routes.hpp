#pragma once
// GET /v1/hotels/calendar: rooms near an airport by night, for a month, with the lowest price of
// each. Loop thread.

#include "common/http/router.hpp"
#include "session-service/http/api.hpp"
#include "session-service/search/night_cache.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// All outlive the router.
void add_night_routes(http::Router& router, Api& api, Questions& questions, NightCache& nights);

}  // namespace viaja::session
