#pragma once
// Parameters of a query. Pure functions; any thread.

#include <optional>

#include "common/http/message.hpp"

namespace viaja::http {

/// 400 `invalid_field` for a request with a parameter that comes twice, since only one of its
/// values could be heeded; nullopt for all others.
std::optional<Response> refuse_repeated_parameter(const Request& request);

}  // namespace viaja::http
