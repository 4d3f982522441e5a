#pragma once
// POST, PUT and DELETE of a session's holds. Loop thread.

#include "session-service/http/requests.hpp"

namespace viaja::session {

void ask_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path);
/// A new hold in the place of an old one, which stays until the new one is held.
void swap_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path);
void drop_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path);

}  // namespace viaja::session
