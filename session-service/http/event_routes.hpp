#pragma once
// GET /v1/sessions/{id}/events: what happens to a session, as it happens, by WebSocket or as
// server-sent events. Handlers run on the loop thread.

#include "session-service/http/api.hpp"
#include "session-service/http/live_events.hpp"

namespace viaja::session {

/// Both outlive the router.
void add_event_routes(http::Router& router, Api& api, LiveEvents& live);

}  // namespace viaja::session
