// POST /v1/sessions/{id}/codes and POST /v1/codes/{code}: from one device to another. Neither codes
// nor tokens are logged.

#include <nlohmann/json.hpp>

#include "common/http/json_body.hpp"
#include "session-service/api.hpp"
#include "session-service/codes.hpp"
#include "session-service/requests.hpp"
#include "session-service/secrets.hpp"

namespace viaja::session {
namespace {

const http::Headers kNotToBeKept = {{"Cache-Control", "no-store"}};

void refuse_uncertain(const Exchange& exchange) {
    auto problem = http::unavailable(
        "The database was lost, and whether it was done is not known. If this code does not work "
        "any more, make a new one on the first device.");
    problem.side_effects = http::SideEffects::possible;
    exchange.refuse(problem);
}

void refuse(const Exchange& exchange, NoResult why) {
    if (why == NoResult::may_be_done) return refuse_uncertain(exchange);
    exchange.refuse_unavailable();
}

void refuse_more(const Exchange& exchange, const KeptCode& kept) {
    auto problem = http::refusal(
        "invalid_state",
        kept.outcome == CodeOutcome::too_many_codes
            ? "This session has " + std::to_string(kLiveCodesMax) +
                  " codes that still work: use one of them, or wait until one has expired."
            : "This session has been given to " + std::to_string(kTokensMax) +
                  " devices, which is the most: use one of them.");
    problem.session_state = kept.session_state;
    exchange.refuse(problem);
}

void make_code(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    auto body = http::parse_json_object(exchange->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body))
        return exchange->answer(std::move(*wrong));
    const auto session = session_of_path(*exchange, path);
    if (!session) return;
    const auto code = new_code(api.random);
    api.codes.keep(*session, token_hash_of(exchange->request()), hash_of(code),
                   [exchange, code](const std::variant<KeptCode, NoResult>& result) {
                       if (const auto* why = std::get_if<NoResult>(&result))
                           return refuse(*exchange, *why);
                       const auto& kept = std::get<KeptCode>(result);
                       if (kept.outcome == CodeOutcome::unknown_session) {
                           return exchange->refuse_unknown_session();
                       }
                       if (kept.outcome != CodeOutcome::kept) return refuse_more(*exchange, kept);
                       exchange->answer(201,
                                        {{"code", code}, {"expires_at", rfc3339(kept.expires_at)}},
                                        kNotToBeKept);
                   });
}

void refuse_code(const Exchange& exchange) {
    exchange.refuse(http::refusal(
        "not_found",
        "This code is unknown, was used, or has expired. Make a new one on the first device."));
}

/// Whatever is wrong with the code, it goes the same way: one look at the database.
void redeem(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    auto body = http::parse_json_object(exchange->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body))
        return exchange->answer(std::move(*wrong));
    const auto client = api.clients.client_of(exchange->request());
    auto& tries = api.clients.codes;
    if (const auto wait = tries.take(client, api.clock.moment())) {
        return exchange->refuse_too_many(
            "Too many codes that do not work came from this address; try again later.", *wait);
    }
    const auto token = new_token(api.random);
    api.codes.redeem(
        hash_of(code_as_meant(path.at("code"))), hash_of(token),
        [exchange, token, client,
         &tries](const std::variant<std::optional<SessionId>, NoResult>& result) {
            if (const auto* why = std::get_if<NoResult>(&result)) {
                tries.give_back(client);
                return refuse(*exchange, *why);
            }
            const auto& session = std::get<std::optional<SessionId>>(result);
            if (!session) return refuse_code(*exchange);
            tries.give_back(client);
            exchange->answer(200, {{"id", session->text()}, {"token", token}}, kNotToBeKept);
        });
}

}  // namespace

void add_code_routes(http::Router& router, Api& api) {
    router.add("POST", "/v1/sessions/{id}/codes", on(api, make_code));
    router.add("POST", "/v1/codes/{code}", on(api, redeem));
}

}  // namespace viaja::session
