#pragma once
// The web page over HTTP: its pages, its assets and the API's description. Handlers answer at once,
// on the loop thread; a site that reads a folder blocks the loop for the time of a file.

#include "common/http/router.hpp"
#include "web/embed/site.hpp"

namespace viaja::session {

/// GET /, /trip, /code, /docs, /problems/{code}, /assets/{name} and /v1/openapi.yaml; and the page
/// with 404 for a browser at a path that is not served. The site outlives the router.
void add_web_routes(http::Router& router, const web::Site& site);

}  // namespace viaja::session
