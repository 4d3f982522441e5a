#pragma once
// What the client takes as an answer: the Accept field (RFC 9110, section 12.5.1). Pure functions;
// any thread.

#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// Whether the request accepts that media type ("application/json"): without an Accept field it
/// does, else the narrowest range that includes the type decides by its weight.
bool accepts(const Request& request, std::string_view media_type);

/// Cuts the part before `separator` off and returns it without spaces around it.
std::string_view next_part(std::string_view& text, char separator);
/// Without spaces and tabs around it.
std::string_view trimmed(std::string_view text);

}  // namespace viaja::http
