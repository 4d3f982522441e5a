#pragma once
// The target of a request line: path and query. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// Reads `request.target` into its path and query, given its method. Accepts "/path?query",
/// "http(s)://host/path?query", "*" for OPTIONS and "host:port" for CONNECT (path ""). Returns why
/// it cannot be read, or nullopt.
std::optional<std::string> read_target(Request& request);

/// Resolves %XX (and '+' to a space if asked to). nullopt for a broken escape, for control
/// characters and for what is not UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace viaja::http
