#pragma once
// Cancelling in two calls: a quote, and its confirmation. Loop thread.

#include "session-service/http/requests.hpp"

namespace viaja::session {

/// POST /v1/sessions/{id}/cancellations
void quote_cancellation(Api& api, const SharedHttpCall& call, const http::PathParameters& path);
/// POST /v1/sessions/{id}/cancellations/{cancellation}/confirm
void confirm_cancellation(Api& api, const SharedHttpCall& call, const http::PathParameters& path);

}  // namespace viaja::session
