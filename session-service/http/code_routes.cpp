// POST /v1/sessions/{id}/codes and POST /v1/codes/{code}: from one device to another. Neither codes
// nor tokens are logged.

#include <nlohmann/json.hpp>

#include "common/http/json_body.hpp"
#include "session-service/http/api.hpp"
#include "session-service/http/codes.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

const http::Headers kNotToBeKept = {{"Cache-Control", "no-store"}};

void refuse_uncertain(const HttpCall& call) {
    auto problem = http::unavailable(
        "The database was lost, and whether it was done is not known. If this code does not work "
        "any more, make a new one on the first device.");
    problem.side_effects = http::SideEffects::possible;
    call.refuse(problem);
}

void refuse(const HttpCall& call, NoResult why) {
    if (why == NoResult::may_be_done) return refuse_uncertain(call);
    call.refuse_unavailable();
}

void refuse_more(const HttpCall& call, const KeptCode& kept) {
    auto problem = http::refusal(
        "invalid_state",
        kept.outcome == CodeOutcome::too_many_codes
            ? "This session has " + std::to_string(kLiveCodesMax) +
                  " codes that still work: use one of them, or wait until one has expired."
            : "This session has been given to " + std::to_string(kTokensMax) +
                  " devices, which is the most: use one of them.");
    problem.session_state = kept.session_state;
    call.refuse(problem);
}

void make_code(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto session_id = session_of_path(api, *call, path);
    if (!session_id) return;
    const auto code = new_code(api.random, api.shard);
    api.codes.keep(*session_id, token_hash_of(call->request()), hash_of(code),
                   [call, code](const std::variant<KeptCode, NoResult>& result) {
                       if (const auto* why = std::get_if<NoResult>(&result))
                           return refuse(*call, *why);
                       const auto& kept = std::get<KeptCode>(result);
                       if (kept.outcome == CodeOutcome::unknown_session) {
                           return call->refuse_unknown_session();
                       }
                       if (kept.outcome != CodeOutcome::kept) return refuse_more(*call, kept);
                       call->answer(201, {{"code", code}, {"expires_at", rfc3339(kept.expires_at)}},
                                    kNotToBeKept);
                   });
}

void refuse_code(const HttpCall& call) {
    call.refuse(http::refusal(
        "not_found",
        "This code is unknown, was used, or has expired. Make a new one on the first device."));
}

/// A code of this shard that does not work takes the same path as one that does, one query,
/// whatever is wrong with it. One of another shard was no guess: it came the wrong way.
void redeem(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto code = code_as_meant(path.at("code"));
    if (const auto shard = shard_of_code(code); shard && !is_this_shard(api, *call, *shard)) return;
    const auto client = api.clients.client_of(call->request());
    auto& tries = api.clients.codes;
    if (const auto wait = tries.take(client, api.clock.moment())) {
        return call->refuse_too_many(
            "Too many codes that do not work came from this address; try again later.", *wait);
    }
    const auto token = new_token(api.random);
    api.codes.redeem(
        hash_of(code), hash_of(token),
        [call, token, client,
         &tries](const std::variant<std::optional<SessionId>, NoResult>& result) {
            if (const auto* why = std::get_if<NoResult>(&result)) {
                tries.give_back(client);
                return refuse(*call, *why);
            }
            const auto& session_id = std::get<std::optional<SessionId>>(result);
            if (!session_id) return refuse_code(*call);
            tries.give_back(client);
            call->answer(200, {{"id", session_id->text()}, {"token", token}}, kNotToBeKept);
        });
}

}  // namespace

void add_code_routes(http::Router& router, Api& api) {
    router.add("POST", "/v1/sessions/{id}/codes", on(api, make_code));
    router.add("POST", "/v1/codes/{code}", on(api, redeem));
}

}  // namespace viaja::session
