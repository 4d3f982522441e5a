// The seed's two calls, word for word: POST /sessoes/nova and PUT /sessoes/{id}/estado.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/json_body.hpp"
#include "session-service/api.hpp"
#include "session-service/representation.hpp"
#include "session-service/requests.hpp"
#include "session-service/secrets.hpp"

namespace viaja::session {
namespace {

/// How long a change by hand waits for a session that somebody else is changing.
constexpr std::chrono::milliseconds kBusyPatience{2'000};

void open_session(Api& api, const SharedExchange& exchange, const http::PathParameters&) {
    if (refuse_more_sessions(api, *exchange)) return;
    const SessionId session{new_uuid(api.clock, api.random)};
    const auto token = new_token(api.random);
    OpenSession open;
    open.session = session;
    open.token_hash = hash_of(token);
    open.first_version = true;
    open.on_decided = [exchange, session, token](const Decided&) {
        auto response = http::text_response(200, session.text());
        response.headers.set("Viaja-Session-Token", token);
        exchange->answer(std::move(response));
    };
    auto input = to_input(TripInput(std::move(open)));
    input.give_up_at = api.clock.moment() + api.patience;
    input.on_failure = [exchange](Failure failure) { exchange->refuse(failure); };
    api.submit(session, std::move(input));
}

void answer_change(const Exchange& exchange, const Decided& decided) {
    if (decided.code != Code::accepted) return exchange.refuse(decided);
    switch (decided.seed_answer) {
        case SeedAnswer::ok:
            return exchange.answer(http::text_response(200, "ok"));
        case SeedAnswer::falhou:
            return exchange.answer(http::text_response(200, "falhou"));
        case SeedAnswer::erro:
            break;
    }
    exchange.answer(200, {{"erro", "Transição de estado inválida"},
                          {"estadoAtual", name_of(seed_state(*decided.trip))}});
}

/// The state that the body asks for; nullopt if it was answered already.
std::optional<SeedState> read_state(const Exchange& exchange) {
    // The seed looks at no header: whatever is said of the body, it is read as JSON.
    auto request = exchange.request();
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "*/*");
    auto body = http::parse_json_object(request);
    if (auto* wrong = std::get_if<http::Response>(&body)) {
        exchange.answer(std::move(*wrong));
        return std::nullopt;
    }
    const auto wanted = std::get<nlohmann::json>(body).value("novoEstado", nlohmann::json());
    const auto state = wanted.is_string() ? named<SeedState>(wanted.get<std::string>())
                                          : std::optional<SeedState>();
    if (state && *state != SeedState::confirmada) return state;
    exchange.refuse(http::invalid_fields(
        "The state cannot be set.",
        {{"/novoEstado", "must be CORRENDO, PAUSADA, TEMPO_ESGOTADO or CANCELADA"}}));
    return std::nullopt;
}

void change_state(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    const auto state = read_state(*exchange);
    if (!state) return;
    const auto session = session_of_path(*exchange, path);
    if (!session) return;
    Request request;
    request.session = *session;
    request.wish = SetState{*state};
    request.on_decided = [exchange](const Decided& decided) { answer_change(*exchange, decided); };
    auto input = to_input(TripInput(std::move(request)));
    // Another replica may hold the lock for the moment of a supplier's answer; that is no refusal.
    input.give_up_at = api.clock.moment() + kBusyPatience;
    input.on_failure = [exchange](Failure failure) {
        if (failure != Failure::busy) return exchange->refuse(failure);
        exchange->answer(http::text_response(200, "falhou"));
    };
    api.submit(*session, std::move(input));
}

/// The seed's calls answer text, so that no Accept header is looked at.
http::Handler plain(Api& api, Handle handle) {
    return [&api, handle](const http::Request& request, const http::PathParameters& path,
                          http::Respond respond) {
        const auto exchange = exchange_for(api, request, std::move(respond));
        if (path.contains("id") && refuse_guesses(api, *exchange)) return;
        handle(api, exchange, path);
    };
}

}  // namespace

void add_seed_routes(http::Router& router, Api& api) {
    router.add("POST", "/sessoes/nova", plain(api, open_session));
    router.add("PUT", "/sessoes/{id}/estado", plain(api, change_state));
}

}  // namespace viaja::session
