#pragma once
// The text of a header field cut at its separators. Pure functions; any thread.

#include <string_view>

namespace viaja::http {

/// Without the spaces and tabs around it.
std::string_view trimmed(std::string_view text);

/// Cuts the part before `separator` off `text` and returns it trimmed.
std::string_view next_part(std::string_view& text, char separator);

}  // namespace viaja::http
