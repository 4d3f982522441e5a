#pragma once
// The bearer token of a request (RFC 6750). Pure functions; any thread.

#include <string>
#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

/// What follows "Bearer " in Authorization, without white space around it; empty without it. Valid
/// as long as the request.
std::string_view bearer_token_of(const Request& request);

/// Whether the request carries this token. How long the comparison takes says nothing about where
/// they differ. An empty token matches no request.
bool carries_token(const Request& request, std::string_view token);

}  // namespace viaja::http
