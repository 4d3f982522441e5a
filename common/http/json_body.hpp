#pragma once
// Reads the JSON object that a request carries, strictly. Pure functions; any thread.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <variant>

#include "common/http/message.hpp"

namespace viaja::http {

/// Nesting of arrays and objects in a body.
constexpr int kJsonDepthMax = 32;

enum class EmptyBody { refused, means_empty_object };

/// The object, or the answer to give instead: 406 `not_acceptable` (see below), 415
/// `unsupported_media_type` unless Content-Type is application/json (charset utf-8 or none), 400
/// `malformed_json` for what is not one JSON object in valid UTF-8, is nested deeper than
/// kJsonDepthMax, or names a member twice. With `means_empty_object` a request without a body
/// needs no Content-Type and gives {}.
std::variant<nlohmann::json, Response> parse_json_object(const Request& request,
                                                         EmptyBody empty_body = EmptyBody::refused);

/// For routes that answer JSON: 406 `not_acceptable` if the Accept header excludes
/// application/json, else nullopt.
std::optional<Response> refuse_unless_json_accepted(const Request& request);

}  // namespace viaja::http
