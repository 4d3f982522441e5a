#pragma once
// The origin of the web page that sent a request (RFC 6454). Pure functions; any thread.

#include "common/http/message.hpp"

namespace viaja::http {

/// Whether a web page of another site sent the request: a browser names the page's origin in the
/// Origin field, which a page cannot change, and its host and port are not those of Host. False
/// without the field, which only pages send.
bool sent_by_foreign_page(const Request& request);

}  // namespace viaja::http
