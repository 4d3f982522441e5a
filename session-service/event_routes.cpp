#include "session-service/event_routes.hpp"

#include <utility>

#include "common/http/accept.hpp"
#include "common/http/event_stream.hpp"
#include "common/http/handshake.hpp"
#include "common/http/parameters.hpp"
#include "common/http/web_socket.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/requests.hpp"
#include "session-service/secrets.hpp"

namespace viaja::session {
namespace {

using Kind = LiveEvents::Kind;

void refuse_field(const Exchange& exchange, std::string detail, std::string pointer,
                  std::string wrong) {
    exchange.refuse(
        http::invalid_fields(std::move(detail), {{std::move(pointer), std::move(wrong)}}));
}

/// True if the request was answered, since it carries a token where logs and histories keep it.
bool refuse_token_in_url(const Exchange& exchange) {
    if (!exchange.request().query.find("token")) return false;
    refuse_field(exchange,
                 "A token is not taken from the URL, where logs keep it. Send it as Authorization: "
                 "Bearer, or from a browser as the WebSocket subprotocol viaja.token.TOKEN.",
                 "/token", "must not be in the query");
    return true;
}

/// What the client can listen to. Each reader here answers the exchange itself and returns nullopt
/// where the request is wrong.
std::optional<Kind> kind_of(const Exchange& exchange) {
    const auto& request = exchange.request();
    const bool web_socket =
        http::asks_for_web_socket(request) || request.headers.find("Sec-WebSocket-Key");
    if (web_socket) {
        if (auto refused = http::refuse_unless_web_socket(request)) {
            exchange.answer(std::move(*refused));
            return std::nullopt;
        }
        const bool offers = request.headers.find("Sec-WebSocket-Protocol") != nullptr;
        if (offers && !http::offers_subprotocol(request, http::kEventsSubprotocol)) {
            refuse_field(exchange, "None of the subprotocols that were offered is spoken here.",
                         "/Sec-WebSocket-Protocol", "must offer viaja.v1");
            return std::nullopt;
        }
        return Kind::web_socket;
    }
    if (http::accepts(request, "text/event-stream")) return Kind::event_stream;
    exchange.refuse(
        {.code = "not_acceptable",
         .detail = "Events come as a WebSocket (Connection: Upgrade, subprotocol viaja.v1) or with "
                   "Accept: text/event-stream. The timeline so far, as JSON, is at …/timeline."});
    return std::nullopt;
}

/// The last sequence that the client knows. A browser that connects again repeats its first URL and
/// sends what it has seen since in Last-Event-ID.
std::optional<int> last_known_of(const Exchange& exchange) {
    const auto& request = exchange.request();
    const auto* header = request.headers.find("Last-Event-ID");
    std::optional<int> known;
    if (!header) {
        known = number_of(request, "after", 0);
    } else if (const auto number = whole_number<std::int64_t>(*header, 0)) {
        if (std::in_range<int>(*number)) known = static_cast<int>(*number);
    }
    if (known) return known;
    refuse_field(exchange, "The last known entry cannot be read.",
                 header ? "/Last-Event-ID" : "/after", "must be a whole number, the last seq seen");
    return std::nullopt;
}

/// False if it was answered. A client can know more than there is only from another database.
bool knows_no_more_than(const Exchange& exchange, const Trip& trip, int after) {
    if (after <= trip.timeline_length) return true;
    refuse_field(exchange,
                 "The client says that it knows more entries than the session has: start again "
                 "from 0.",
                 exchange.request().headers.find("Last-Event-ID") ? "/Last-Event-ID" : "/after",
                 "must not be above " + std::to_string(trip.timeline_length));
    return false;
}

void let_in(LiveEvents& live, const Exchange& exchange, LiveEvents::Wish wish,
            const std::optional<View>& view) {
    const auto& request = exchange.request();
    if (!may_see(exchange, view)) return;
    if (!knows_no_more_than(exchange, *view->trip, wish.after)) return;
    wish.now = view->now;
    auto handlers = live.handlers_for(wish);
    if (wish.kind == Kind::web_socket) {
        auto socket = std::make_shared<http::WebSocket>(std::move(handlers));
        return exchange.answer(http::web_socket_response(request, std::move(socket)));
    }
    exchange.answer(
        http::event_stream_response(std::make_shared<http::EventStream>(std::move(handlers))));
}

/// Everything is decided before the first byte of the stream.
void follow_session(Api& api, LiveEvents& live, const SharedExchange& exchange,
                    const http::PathParameters& path) {
    if (refuse_token_in_url(*exchange)) return;
    if (auto refused = http::refuse_repeated_parameter(exchange->request())) {
        return exchange->answer(std::move(*refused));
    }
    const auto session = session_of_path(*exchange, path);
    if (!session) return;
    const auto kind = kind_of(*exchange);
    if (!kind) return;
    const auto after = last_known_of(*exchange);
    if (!after) return;
    const LiveEvents::Wish wish{*kind, *session, *after, {}};
    const auto token = http::stream_token_of(exchange->request());
    auto token_hash = token.empty() ? std::string() : hash_of(token);
    api.views.read(*session, std::move(token_hash),
                   [&live, &loop = api.loop, exchange, wish](std::optional<View> view) {
                       loop.post([&live, exchange, wish, view = std::move(view)] {
                           let_in(live, *exchange, wish, view);
                       });
                   });
}

}  // namespace

void add_event_routes(http::Router& router, Api& api, LiveEvents& live) {
    router.add("GET", "/v1/sessions/{id}/events",
               [&api, &live](const http::Request& request, const http::PathParameters& path,
                             http::Respond respond) {
                   const auto exchange = exchange_for(api, request, std::move(respond));
                   if (refuse_guesses(api, *exchange)) return;
                   follow_session(api, live, exchange, path);
               });
}

}  // namespace viaja::session
