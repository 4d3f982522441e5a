#pragma once
// Which of several representations a client asks for (RFC 9110, 12.5). Pure functions; any thread.

#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// How much the Accept field wants a media type such as "text/html", in thousandths: 0 is "not at
/// all", 1000 the most and what every type has without the field. The narrowest range decides.
int media_type_quality(const Request& request, std::string_view type);

/// Whether the Accept-Encoding field names `coding`, or "*", with a weight above zero. No without
/// the field: a client that says nothing gets the bytes as they are.
bool accepts_coding(const Request& request, std::string_view coding);

/// Whether the If-None-Match field has `etag` (weak comparison), or "*".
bool matches_etag(const Request& request, std::string_view etag);

}  // namespace viaja::http
