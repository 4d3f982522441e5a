#pragma once
// Items of kinds that their suppliers describe: GET /v1/other/suppliers and GET /v1/other/search.
// Loop thread.

#include "common/http/router.hpp"
#include "session-service/http/api.hpp"
#include "session-service/search/questions.hpp"

namespace viaja::session {

/// `api` and `search` outlive the router.
void add_other_routes(http::Router& router, Api& api, Questions& questions);

}  // namespace viaja::session
