#pragma once
// GET /livez, /readyz and /healthz, the same for every service.

#include <functional>
#include <string>
#include <vector>

#include "common/http/router.hpp"

namespace viaja::http {

/// Something that this service needs. `is_healthy` is called on the loop thread and must not block.
struct HealthCheck {
    std::string name;
    /// Without a required one the service is not ready; without another one it is degraded.
    bool required = true;
    std::function<bool()> is_healthy;
};

/// /livez: 200 while the process runs. /readyz and /healthz: 200, or 503 `unavailable` while a
/// required check fails; `?verbose` lists each check on a line of its own.
void add_health_routes(Router& router, std::vector<HealthCheck> checks);

}  // namespace viaja::http
