#pragma once
// The flights that travellers can buy: GET /v1/flights/search and GET /v1/flights/calendar. Loop
// thread.

#include "common/http/router.hpp"
#include "session-service/http/api.hpp"
#include "session-service/search/route_search.hpp"

namespace viaja::session {

/// `api` and `search` outlive the router.
void add_flight_routes(http::Router& router, Api& api, RouteSearch& search);

}  // namespace viaja::session
