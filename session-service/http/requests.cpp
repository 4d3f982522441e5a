#include "session-service/http/requests.hpp"

#include <utility>

#include "common/contract/session_shard.hpp"
#include "common/http/json_body.hpp"
#include "common/http/parameters.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {

SharedHttpCall call_for(Api& api, const http::Request& request, http::Respond respond) {
    std::function<void()> on_wrong_token;
    if (api.clients.is_limited(request)) {
        on_wrong_token = [&api, client = api.clients.client_of(request)] {
            api.clients.wrong_tokens.take(client, api.clock.moment());
        };
    }
    return std::make_shared<const HttpCall>(request, std::move(respond), std::move(on_wrong_token));
}

bool refuse_guesses(Api& api, const HttpCall& call) {
    const auto& request = call.request();
    if (!api.clients.is_limited(request)) return false;
    const auto wait =
        api.clients.wrong_tokens.wait_of(api.clients.client_of(request), api.clock.moment());
    if (!wait) return false;
    call.refuse_too_many(
        "Too many requests with wrong tokens, or for sessions that there are not, came from this "
        "address; try again later.",
        *wait);
    return true;
}

bool refuse_more_sessions(Api& api, const HttpCall& call) {
    const auto& request = call.request();
    if (!api.clients.is_limited(request)) return false;
    const auto wait = api.clients.opened.take(api.clients.client_of(request), api.clock.moment());
    if (!wait) return false;
    call.refuse_too_many(
        "Too many sessions were opened from this address; use one of them, or try again later.",
        *wait);
    return true;
}

http::Handler on(Api& api, Handle handle) {
    return [&api, handle](const http::Request& request, const http::PathParameters& path,
                          http::Respond respond) {
        const auto call = call_for(api, request, std::move(respond));
        if (auto refused = http::refuse_unless_json_accepted(request)) {
            return call->answer(std::move(*refused));
        }
        if (auto refused = http::refuse_repeated_parameter(request)) {
            return call->answer(std::move(*refused));
        }
        if (path.contains("id") && refuse_guesses(api, *call)) return;
        handle(api, call, path);
    };
}

std::optional<SessionId> session_of_path(const Api& api, const HttpCall& call,
                                         const http::PathParameters& path) {
    const auto id = SessionId::parse(path.at("id"));
    if (!id) call.refuse_unknown_session();
    return id && is_of_this_shard(api, call, *id) ? id : std::nullopt;
}

bool is_of_this_shard(const Api& api, const HttpCall& call, const SessionId& id) {
    return is_this_shard(api, call, shard_of(id));
}

bool is_this_shard(const Api& api, const HttpCall& call, int shard) {
    if (shard == api.shard) return true;
    call.refuse(http::refusal("wrong_shard",
                              "Sessions of shard " + std::to_string(shard) +
                                  " are not served here. This call did nothing; the entrance has "
                                  "to send it to that shard."));
    return false;
}

bool may_see(const HttpCall& call, const std::optional<SessionView>& view) {
    if (view && view->may_see && !view->unreadable) return true;
    if (!view) {
        call.refuse_unavailable();
    } else if (view->unreadable) {
        call.refuse_unreadable();
    } else {
        call.refuse_unknown_session();
    }
    return false;
}

Input input_of(const Api& api, const SharedHttpCall& call, SessionInput content) {
    const auto* open = std::get_if<OpenSession>(&content);
    const bool opens = open != nullptr && !open->first_version;
    auto input = to_input(std::move(content));
    const auto& request = call->request();
    input.origin.input = request.method + ' ' + request.path;
    input.origin.context =
        opens ? http::context_of_new_session(request) : http::context_of(request);
    input.give_up_at = api.clock.moment() + api.patience;
    input.on_failure = [call](Failure failure) { call->refuse(failure); };
    return input;
}

OpenSession new_session(const Api& api, const std::string& token) {
    OpenSession open;
    open.session_id = session_in_shard(new_uuid(api.clock, api.random), api.shard);
    open.token_hash = hash_of(token);
    return open;
}

namespace {

/// A busy session was not read, so that nothing is known yet of the token's right to it: without
/// one the answer is that of a session that there is not.
void refuse_busy(Api& api, const SharedHttpCall& call, const SessionId& session_id,
                 const std::string& token_hash) {
    api.reader.read(session_id, token_hash,
                    [&loop = api.loop, call](std::optional<SessionView> view) {
                        loop.post([call, view = std::move(view)] {
                            if (may_see(*call, view)) call->refuse(Failure::busy);
                        });
                    });
}

}  // namespace

void submit(Api& api, const SharedHttpCall& call, Request request, WhenDecided when_decided,
            std::function<void()> when_failed) {
    const auto session_id = request.session_id;
    const auto token_hash = request.token_hash;
    request.on_decided = [&api, when_decided = std::move(when_decided)](const Decided& decided) {
        api.loop.post([&api, when_decided, decided] {
            if (decided.session) api.clients.held.changed(*decided.session);
            when_decided(decided);
        });
    };
    auto input = input_of(api, call, std::move(request));
    // Of what is left at the end, the loop alone outlives the input.
    input.on_failure = [&api, &loop = api.loop, call, session_id, token_hash,
                        when_failed = std::move(when_failed)](Failure failure) {
        if (when_failed) loop.post(when_failed);
        if (failure != Failure::busy || !token_hash) return call->refuse(failure);
        loop.post([&api, call, session_id, token_hash] {
            refuse_busy(api, call, session_id, *token_hash);
        });
    };
    api.submit(std::move(input));
}

std::optional<Request> request_for(const Api& api, const HttpCall& call,
                                   const http::PathParameters& path) {
    const auto session_id = session_of_path(api, call, path);
    if (!session_id) return std::nullopt;
    const auto if_match = read_if_match(call);
    if (!if_match) return std::nullopt;
    Request request;
    request.session_id = *session_id;
    request.token_hash = token_hash_of(call.request());
    request.if_versions = *if_match;
    return request;
}

}  // namespace viaja::session
