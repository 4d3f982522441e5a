// The three things that an operator may do about a session. Each is decided on its row, and written
// to the audit log in the same transaction.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/operators/operator_view.hpp"
#include "session-service/operators/operators.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// Submits what an operator wants of the session, and answers with the session as it is then.
void act(Api& api, Operators& operators, const SharedHttpCall& call,
         const http::PathParameters& path, OperatorAction action, decltype(Request::wish) wish) {
    const auto session_id = SessionId::parse(path.at("id"));
    if (!session_id) return refuse_unknown(*call, kNoSuchSessionOfOperators);
    if (!is_of_this_shard(api, *call, *session_id)) return;
    Request request;
    request.session_id = *session_id;
    request.wish = std::move(wish);
    action.session_id = session_id;
    request.action = std::move(action);
    submit(api, call, std::move(request), [call, rules = operators.rules](const Decided& decided) {
        if (decided.code == Code::not_found && !decided.session)
            return refuse_unknown(*call, kNoSuchSessionOfOperators);
        if (decided.code != Code::accepted) return call->refuse(decided);
        call->answer(200, operator_session_json(*decided.session, {}, decided.now, rules));
    });
}

/// The body of a call; nullopt if the call was answered already.
std::optional<json> body_of(const HttpCall& call, http::EmptyBody empty) {
    auto body = http::parse_json_object(call.request(), empty);
    if (auto* wrong = std::get_if<http::Response>(&body)) {
        call.answer(std::move(*wrong));
        return std::nullopt;
    }
    return std::get<json>(std::move(body));
}

void act_with_reason(Api& api, Operators& operators, const SharedHttpCall& call,
                     const http::PathParameters& path, const char* name, const json& body,
                     decltype(Request::wish) wish) {
    const auto reason = read_reason(*call, body);
    if (!reason) return;
    auto action = new_action(api, operators, *call, name);
    action.reason = *reason;
    act(api, operators, call, path, std::move(action), std::move(wish));
}

void retry(Api& api, Operators& operators, const SharedHttpCall& call,
           const http::PathParameters& path) {
    const auto body = body_of(*call, http::EmptyBody::means_empty_object);
    if (!body) return;
    act_with_reason(api, operators, call, path, "retry", *body, RetryNow{});
}

void force_cancel(Api& api, Operators& operators, const SharedHttpCall& call,
                  const http::PathParameters& path) {
    const auto body = body_of(*call, http::EmptyBody::means_empty_object);
    if (!body) return;
    ForceCancel wish;
    const auto state = body->value("state", json());
    if (!state.is_null()) {
        if (state.is_string()) wish.in_state = named<SessionState>(state.get<std::string>());
        if (!wish.in_state) {
            return refuse_field(
                *call, "/state",
                "must be open, paying, confirmed, expired, cancelling or cancelled");
        }
    }
    act_with_reason(api, operators, call, path, "give_up", *body, wish);
}

void write_off(Api& api, Operators& operators, const SharedHttpCall& call,
               const http::PathParameters& path) {
    const auto body = body_of(*call, http::EmptyBody::refused);
    if (!body) return;
    const auto reason = read_reason(*call, *body);
    if (!reason) return;
    if (reason->empty()) {
        return refuse_field(*call, "/reason",
                            "is missing; it must say why the release will never be answered");
    }
    const auto hold = HoldId::parse(path.at("hold"));
    if (!hold) return refuse_unknown(*call, "This session has no such hold.");
    auto action = new_action(api, operators, *call, "write_off");
    action.hold = hold;
    action.reason = *reason;
    act(api, operators, call, path, std::move(action), WriteOff{*hold, *reason});
}

}  // namespace

void add_session_action_routes(http::Router& router, Api& api, Operators& operators) {
    const auto add = [&](const char* pattern, OperatorHandle handle) {
        router.add("POST", pattern, on_operator(api, operators, handle));
    };
    add("/v1/operator/sessions/{id}/retry", retry);
    add("/v1/operator/sessions/{id}/cancel", force_cancel);
    add("/v1/operator/sessions/{id}/holds/{hold}/write-off", write_off);
}

}  // namespace viaja::session
