#include "common/http/health.hpp"

#include <memory>
#include <utility>

#include "common/http/problem.hpp"

namespace viaja::http {
namespace {

using Checks = std::shared_ptr<const std::vector<HealthCheck>>;

std::string line_of(const HealthCheck& check, bool healthy) {
    if (healthy) return "[+] " + check.name + " ok\n";
    return (check.required ? "[-] " : "[~] ") + check.name +
           (check.required ? " failed\n" : " degraded\n");
}

void answer_ready(const Checks& checks, const Request& request, const Respond& respond) {
    std::string lines;
    std::string failed;
    bool degraded = false;
    for (const auto& check : *checks) {
        const bool healthy = check.is_healthy();
        lines += line_of(check, healthy);
        if (healthy) continue;
        degraded = true;
        if (check.required) failed += (failed.empty() ? "" : ", ") + check.name;
    }
    if (!failed.empty() && request.query.find("verbose")) {
        auto response = text_response(503, std::move(lines));
        response.headers.set("Retry-After", "1");
        return respond(std::move(response));
    }
    if (!failed.empty()) {
        return respond(problem_response(request, unavailable("Not ready: " + failed + ".")));
    }
    if (request.query.find("verbose")) return respond(text_response(200, std::move(lines)));
    respond(text_response(200, degraded ? "degraded\n" + lines : "ok\n"));
}

}  // namespace

void add_health_routes(Router& router, std::vector<HealthCheck> checks) {
    router.add("GET", "/livez", [](const Request&, const PathParameters&, Respond respond) {
        respond(text_response(200, "ok\n"));
    });
    const auto shared = std::make_shared<const std::vector<HealthCheck>>(std::move(checks));
    for (const char* path : {"/readyz", "/healthz"}) {
        router.add("GET", path,
                   [shared](const Request& request, const PathParameters&, Respond respond) {
                       answer_ready(shared, request, respond);
                   });
    }
}

}  // namespace viaja::http
