#pragma once
// The target of a request line: path and query. Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// Sets the request's path and query from its target and method. Accepts "/path?query",
/// "http(s)://host/path?query", "*" for OPTIONS and "host:port" for CONNECT (path ""). The path
/// keeps its escapes, of which all can be resolved; the query is resolved. Returns why the target
/// cannot be read, or nullopt.
std::optional<std::string> read_target(Request& request);

/// The text of a part of a target: %XX resolved, and '+' to a space if asked to. nullopt for a
/// broken escape, for control characters and for what is not UTF-8.
std::optional<std::string> text_of_part(std::string_view part, bool plus_is_space);

}  // namespace viaja::http
