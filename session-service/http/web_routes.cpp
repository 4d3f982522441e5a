#include "session-service/http/web_routes.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/accept.hpp"
#include "common/http/conditional.hpp"
#include "common/http/problem.hpp"
#include "common/text/json_text.hpp"

namespace viaja::session {
namespace {

// Scripts, styles and calls from this origin alone, and no string becomes markup or code.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

constexpr std::string_view kForGood = "public, max-age=31536000, immutable";
constexpr std::string_view kAskEachTime = "no-cache";

http::Response not_found(const http::Request& request) {
    return http::problem_response(
        request, {.code = "not_found", .detail = "Nothing is served at this path."});
}

/// The file, or 304 for a client that has it already.
http::Response answer_file(const http::Request& request, web::File file, int status,
                           std::string_view cache_control) {
    http::Response response;
    response.status = status;
    response.headers = {{"ETag", "W/" + file.tag},
                        {"Cache-Control", std::string(cache_control)},
                        {"Vary", "Accept-Encoding"},
                        {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Referrer-Policy", "no-referrer"}};
    if (status == 200 && http::client_has(request, file.tag)) {
        response.status = 304;
        return response;
    }
    response.headers.set("Content-Type", std::string(file.type));
    if (!file.is_gzip) {
        response.body = std::move(file.bytes);
    } else if (http::accepts_coding(request, "gzip")) {
        response.headers.set("Content-Encoding", "gzip");
        response.body = std::move(file.bytes);
    } else {
        response.body = web::unpacked(file.bytes);
    }
    return response;
}

http::Response answer_page(const web::Site& site, const http::Request& request,
                           std::string_view name, int status = 200) {
    auto file = site.page(name);
    return file ? answer_file(request, std::move(*file), status, kAskEachTime) : not_found(request);
}

void add_page(http::Router& router, const web::Site& site, const std::string& path,
              std::string_view name) {
    router.add(
        "GET", path,
        [&site, name](const http::Request& request, const http::PathParameters&,
                      const http::Respond& respond) { respond(answer_page(site, request, name)); });
}

void show_asset(const web::Site& site, const http::Request& request,
                const http::PathParameters& path, const http::Respond& respond) {
    auto file = site.asset(path.at("name"));
    if (!file) return respond(not_found(request));
    const auto cache_control = site.assets_are_immutable() ? kForGood : kAskEachTime;
    respond(answer_file(request, std::move(*file), 200, cache_control));
}

bool prefers_page(const http::Request& request) {
    return http::media_type_quality(request, "text/html") >
           http::media_type_quality(request, "application/json");
}

/// Browsers get the page with 404; programs, and every path below /v1, get a problem.
void show_missing(const web::Site& site, const http::Request& request,
                  const http::Respond& respond) {
    if (request.path.starts_with("/v1") || !prefers_page(request))
        return respond(not_found(request));
    respond(answer_page(site, request, "index.html", 404));
}

/// What a problem's `type` points at: a page for a browser, the row of the table for a program.
void show_problem(const web::Site& site, const http::Request& request,
                  const http::PathParameters& path, const http::Respond& respond) {
    const auto* problem = http::known_problem(path.at("code"));
    if (prefers_page(request)) {
        auto response = answer_page(site, request, "problem.html", problem ? 200 : 404);
        response.headers.set("Vary", "Accept, Accept-Encoding");
        return respond(std::move(response));
    }
    if (!problem) return respond(not_found(request));
    auto response = http::json_response(200, json_text_in_order({{"type", request.path},
                                                                 {"title", problem->title},
                                                                 {"status", problem->status},
                                                                 {"code", problem->code}}));
    response.headers.set("Cache-Control", std::string(kAskEachTime));
    response.headers.set("Vary", "Accept");
    respond(std::move(response));
}

/// One page for all screens: it shows the one that its address names. Others are missing.
void show_operator_screen(const web::Site& site, const http::Request& request,
                          const http::PathParameters& path, const http::Respond& respond) {
    static constexpr std::array<std::string_view, 6> kScreens = {
        "sagas", "sessions", "dead-letters", "units", "audit", "charts"};
    const bool known = std::ranges::count(kScreens, path.at("screen")) > 0;
    if (!known) return show_missing(site, request, respond);
    respond(answer_page(site, request, "operator.html"));
}

}  // namespace

void add_web_routes(http::Router& router, const web::Site& site) {
    add_page(router, site, "/", "index.html");
    add_page(router, site, "/trip", "index.html");
    add_page(router, site, "/code", "index.html");
    add_page(router, site, "/docs", "docs.html");
    add_page(router, site, "/operator", "operator.html");
    add_page(router, site, "/operator/sessions/{id}", "operator.html");
    router.add("GET", "/operator/{screen}",
               [&site](const http::Request& request, const http::PathParameters& path,
                       const http::Respond& respond) {
                   show_operator_screen(site, request, path, respond);
               });
    add_page(router, site, "/v1/openapi.yaml", "openapi.yaml");
    router.add(
        "GET", "/problems/{code}",
        [&site](const http::Request& request, const http::PathParameters& path,
                const http::Respond& respond) { show_problem(site, request, path, respond); });
    router.add("GET", "/assets/{name}",
               [&site](const http::Request& request, const http::PathParameters& path,
                       const http::Respond& respond) { show_asset(site, request, path, respond); });
    router.otherwise(
        [&site](const http::Request& request, const http::PathParameters&,
                const http::Respond& respond) { show_missing(site, request, respond); });
}

}  // namespace viaja::session
