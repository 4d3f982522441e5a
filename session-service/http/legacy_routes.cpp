// The two calls of the first version, word for word: POST /sessoes/nova and PUT
// /sessoes/{id}/estado.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/json_body.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/api.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

/// How long a change by hand waits for a session that another request is changing.
constexpr std::chrono::milliseconds kBusyPatience{2'000};

void open_legacy_session(Api& api, const SharedHttpCall& call, const http::PathParameters&) {
    if (refuse_more_sessions(api, *call)) return;
    const auto token = new_token(api.random);
    auto open = new_session(api, token);
    open.first_version = true;
    open.on_decided = [call, session_id = open.session_id, token](const Decided&) {
        auto response = http::text_response(200, session_id.text());
        response.headers.set("Viaja-Session-Token", token);
        call->answer(std::move(response));
    };
    api.submit(input_of(api, call, std::move(open)));
}

void answer_change(const HttpCall& call, const Decided& decided) {
    if (decided.code != Code::accepted) return call.refuse(decided);
    switch (decided.legacy_answer) {
        case LegacyAnswer::ok:
            return call.answer(http::text_response(200, "ok"));
        case LegacyAnswer::failed:
            return call.answer(http::text_response(200, "falhou"));
        case LegacyAnswer::invalid:
            break;
    }
    call.answer(200, {{"erro", "Transição de estado inválida"},
                      {"estadoAtual", name_of(legacy_state(*decided.session))}});
}

/// The state that the body asks for; nullopt if it was answered already.
std::optional<LegacyState> read_state(const HttpCall& call) {
    // The first version looks at no header: whatever they say of the body, it is read as JSON.
    auto request = call.request();
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "*/*");
    auto body = http::parse_json_object(request);
    if (auto* wrong = std::get_if<http::Response>(&body)) {
        call.answer(std::move(*wrong));
        return std::nullopt;
    }
    const auto wanted = std::get<nlohmann::json>(body).value("novoEstado", nlohmann::json());
    const auto state = wanted.is_string() ? named<LegacyState>(wanted.get<std::string>())
                                          : std::optional<LegacyState>();
    if (state && *state != LegacyState::confirmed) return state;
    call.refuse(http::invalid_fields(
        "The state cannot be set.",
        {{"/novoEstado", "must be CORRENDO, PAUSADA, TEMPO_ESGOTADO or CANCELADA"}}));
    return std::nullopt;
}

void change_state(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    const auto state = read_state(*call);
    if (!state) return;
    const auto session_id = session_of_path(api, *call, path);
    if (!session_id) return;
    Request request;
    request.session_id = *session_id;
    request.wish = SetState{*state};
    request.on_decided = [call](const Decided& decided) { answer_change(*call, decided); };
    auto input = input_of(api, call, std::move(request));
    // Another replica may hold the lock for the moment of a supplier's answer; that is no refusal.
    input.give_up_at = api.clock.moment() + kBusyPatience;
    input.on_failure = [call](Failure failure) {
        if (failure != Failure::busy) return call->refuse(failure);
        call->answer(http::text_response(200, "falhou"));
    };
    api.submit(std::move(input));
}

/// The legacy calls answer text, so that no Accept header is looked at.
http::Handler plain(Api& api, Handle handle) {
    return [&api, handle](const http::Request& request, const http::PathParameters& path,
                          http::Respond respond) {
        const auto call = call_for(api, request, std::move(respond));
        if (path.contains("id") && refuse_guesses(api, *call)) return;
        handle(api, call, path);
    };
}

}  // namespace

void add_legacy_routes(http::Router& router, Api& api) {
    router.add("POST", "/sessoes/nova", plain(api, open_legacy_session));
    router.add("PUT", "/sessoes/{id}/estado", plain(api, change_state));
}

}  // namespace viaja::session
