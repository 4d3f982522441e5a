#pragma once
// POST /v1/sessions/{id}/payments and …/payments/stop. Loop thread.

#include "session-service/http/requests.hpp"

namespace viaja::session {

void pay(Api& api, const SharedHttpCall& call, const http::PathParameters& path);
void stop_payment(Api& api, const SharedHttpCall& call, const http::PathParameters& path);

}  // namespace viaja::session
