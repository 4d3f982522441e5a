#include "session-service/http/event_routes.hpp"

#include <utility>

#include "common/http/accept.hpp"
#include "common/http/event_stream.hpp"
#include "common/http/handshake.hpp"
#include "common/http/parameters.hpp"
#include "common/http/web_socket.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

using Kind = LiveEvents::Kind;

void refuse_field(const HttpCall& call, std::string detail, std::string pointer,
                  std::string wrong) {
    call.refuse(http::invalid_fields(std::move(detail), {{std::move(pointer), std::move(wrong)}}));
}

/// True if the request was answered, since it carries a token where logs and histories keep it.
bool refuse_token_in_url(const HttpCall& call) {
    if (!call.request().query.find("token")) return false;
    refuse_field(call,
                 "A token is not taken from the URL, where logs keep it. Send it as Authorization: "
                 "Bearer, or from a browser as the WebSocket subprotocol viaja.token.TOKEN.",
                 "/token", "must not be in the query");
    return true;
}

/// What the client can listen to. Each reader here answers the call itself and returns nullopt
/// where the request is wrong.
std::optional<Kind> kind_of(const HttpCall& call) {
    const auto& request = call.request();
    const bool web_socket =
        http::asks_for_web_socket(request) || request.headers.find("Sec-WebSocket-Key");
    if (web_socket) {
        if (auto refused = http::refuse_unless_web_socket(request)) {
            call.answer(std::move(*refused));
            return std::nullopt;
        }
        const bool offers = request.headers.find("Sec-WebSocket-Protocol") != nullptr;
        if (offers && !http::offers_subprotocol(request, http::kEventsSubprotocol)) {
            refuse_field(call, "None of the subprotocols that were offered is spoken here.",
                         "/Sec-WebSocket-Protocol", "must offer viaja.v1");
            return std::nullopt;
        }
        return Kind::web_socket;
    }
    if (http::accepts(request, "text/event-stream")) return Kind::event_stream;
    call.refuse(
        {.code = "not_acceptable",
         .detail = "Events come as a WebSocket (Connection: Upgrade, subprotocol viaja.v1) or with "
                   "Accept: text/event-stream. The timeline so far, as JSON, is at …/timeline."});
    return std::nullopt;
}

/// The last sequence that the client knows. A browser that connects again repeats its first URL and
/// sends what it has seen since in Last-Event-ID.
std::optional<int> last_known_of(const HttpCall& call) {
    const auto& request = call.request();
    const auto* header = request.headers.find("Last-Event-ID");
    std::optional<int> known;
    if (!header) {
        known = number_of(request, "after", 0);
    } else if (const auto number = whole_number<std::int64_t>(*header, 0)) {
        if (std::in_range<int>(*number)) known = static_cast<int>(*number);
    }
    if (known) return known;
    refuse_field(call, "The last known entry cannot be read.", header ? "/Last-Event-ID" : "/after",
                 "must be a whole number, the last seq seen");
    return std::nullopt;
}

/// False if it was answered. A client can know more than there is only from another database.
bool knows_no_more_than(const HttpCall& call, const Session& session, int after) {
    if (after <= session.timeline_length) return true;
    refuse_field(call,
                 "The client says that it knows more entries than the session has: start again "
                 "from 0.",
                 call.request().headers.find("Last-Event-ID") ? "/Last-Event-ID" : "/after",
                 "must not be above " + std::to_string(session.timeline_length));
    return false;
}

void let_in(LiveEvents& live, const HttpCall& call, LiveEvents::Wish wish,
            const std::optional<SessionView>& view) {
    const auto& request = call.request();
    if (!may_see(call, view)) return;
    if (!knows_no_more_than(call, *view->session, wish.after)) return;
    wish.now = view->now;
    auto handlers = live.handlers_for(wish);
    if (wish.kind == Kind::web_socket) {
        auto socket = std::make_shared<http::WebSocket>(std::move(handlers));
        return call.answer(http::web_socket_response(request, std::move(socket)));
    }
    call.answer(
        http::event_stream_response(std::make_shared<http::EventStream>(std::move(handlers))));
}

/// Everything is decided before the first byte of the stream.
void follow_session(Api& api, LiveEvents& live, const SharedHttpCall& call,
                    const http::PathParameters& path) {
    if (refuse_token_in_url(*call)) return;
    if (auto refused = http::refuse_repeated_parameter(call->request())) {
        return call->answer(std::move(*refused));
    }
    const auto session_id = session_of_path(api, *call, path);
    if (!session_id) return;
    const auto kind = kind_of(*call);
    if (!kind) return;
    const auto after = last_known_of(*call);
    if (!after) return;
    const LiveEvents::Wish wish{*kind, *session_id, *after, {}};
    const auto token = http::stream_token_of(call->request());
    auto token_hash = token.empty() ? std::string() : hash_of(token);
    api.reader.read(*session_id, std::move(token_hash),
                    [&live, &loop = api.loop, call, wish](std::optional<SessionView> view) {
                        loop.post([&live, call, wish, view = std::move(view)] {
                            let_in(live, *call, wish, view);
                        });
                    });
}

}  // namespace

void add_event_routes(http::Router& router, Api& api, LiveEvents& live) {
    router.add("GET", "/v1/sessions/{id}/events",
               [&api, &live](const http::Request& request, const http::PathParameters& path,
                             http::Respond respond) {
                   const auto call = call_for(api, request, std::move(respond));
                   if (refuse_guesses(api, *call)) return;
                   follow_session(api, live, call, path);
               });
}

}  // namespace viaja::session
