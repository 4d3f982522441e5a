#pragma once
// What operators see at a supplier's own HTTP port: how much of each unit is free. As in
// docs/openapi.yaml.

#include <string>

#include "common/http/router.hpp"
#include "common/ports/database.hpp"

namespace viaja::supplier {

/// Adds GET /v1/operator/units?prefix=…&after=…&limit=… to the router. It is answered on a thread
/// with a connection of its own, both of which live as long as the router; the database outlives
/// it. With a token, requests without it are answered 404. To be called before the server listens.
void add_operator_routes(http::Router& router, Database& database, std::string token);

}  // namespace viaja::supplier
