#pragma once
// The opening handshake of a WebSocket (RFC 6455, section 4.2). Pure functions; any thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/http/message.hpp"

namespace viaja::http {

class WebSocket;

/// The subprotocol of session events, and what stands before a token that a browser offers as one,
/// since its WebSocket cannot send Authorization.
constexpr std::string_view kEventsSubprotocol = "viaja.v1";
constexpr std::string_view kTokenSubprotocol = "viaja.token.";

/// Whether the client wants another protocol behind the answer: HTTP/1.1, "upgrade" in Connection
/// (and not "close"), "websocket" in Upgrade. What follows such a request may be frames.
bool asks_for_web_socket(const Request& request);

/// The answer to a request that cannot become a WebSocket: 426 `upgrade_required` if it does not
/// ask for one of version 13, 400 `malformed_request` if it does so in the wrong way. nullopt if it
/// can. Nothing is said about subprotocols, and extensions are not used.
std::optional<Response> refuse_unless_web_socket(const Request& request);

/// 101 for a request that `refuse_unless_web_socket` let pass. If the client offers
/// kEventsSubprotocol, that is chosen.
Response web_socket_response(const Request& request, std::shared_ptr<WebSocket> socket);

/// Whether Sec-WebSocket-Protocol offers that subprotocol. Names are compared as they are.
bool offers_subprotocol(const Request& request, std::string_view name);

/// The bearer token of Authorization, else what follows kTokenSubprotocol in the one subprotocol
/// that begins so; empty if there is none.
std::string stream_token_of(const Request& request);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

}  // namespace viaja::http
