#pragma once
// The rooms that travellers can buy: GET /v1/hotels/search. Loop thread.

#include "common/http/router.hpp"
#include "session-service/http/api.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// `api` and `search` outlive the router.
void add_stay_routes(http::Router& router, Api& api, Questions& questions);

}  // namespace viaja::session
