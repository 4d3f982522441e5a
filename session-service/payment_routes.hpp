#pragma once
// POST /v1/sessions/{id}/payments. Loop thread.

#include "session-service/requests.hpp"

namespace viaja::session {

void pay(Api& api, const SharedExchange& exchange, const http::PathParameters& path);

}  // namespace viaja::session
