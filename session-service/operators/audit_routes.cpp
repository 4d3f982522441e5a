// GET /v1/operator/audit, and what all actions of operators write there.

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "common/text/utf8.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/secrets.hpp"
#include "session-service/operators/operators.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kActionsByDefault = 50;
constexpr int kActionsMax = 200;
constexpr std::size_t kReasonBytesMax = 200;
/// Digits of the token's hash: enough to tell one token from the next, none to guess it by.
constexpr std::size_t kTokenNameDigits = 8;

json text_or_null(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

json action_json(const OperatorAction& action) {
    json body = {{"id", action.id.text()},          {"at", rfc3339(action.at)},
                 {"action", action.action},         {"reason", text_or_null(action.reason)},
                 {"client", action.client},         {"token", text_or_null(action.token)},
                 {"request_id", action.request_id}, {"outcome", action.outcome}};
    if (action.session_id) body["session"] = action.session_id->text();
    if (action.hold) body["hold"] = action.hold->text();
    if (!action.letter.empty()) body["dead_letter"] = action.letter;
    if (!action.detail.empty()) body["detail"] = action.detail;
    return body;
}

void list_actions(Api& api, Operators&, const SharedHttpCall& call, const http::PathParameters&) {
    const auto* session_text = call->request().query.find("session");
    const auto session_id = session_text ? SessionId::parse(*session_text) : std::nullopt;
    if (session_text && !session_id) {
        return refuse_field(*call, "/session", "must be a session's id");
    }
    if (session_id && !is_of_this_shard(api, *call, *session_id)) return;
    const auto* after_text = call->request().query.find("after");
    const auto after = after_text ? Uuid::parse(*after_text) : std::nullopt;
    if (after_text && !after) {
        return refuse_field(*call, "/after", "must be the id of an action");
    }
    const auto limit = read_number(*call, "limit", kActionsByDefault, 1, kActionsMax);
    if (!limit) return;
    const auto most = static_cast<std::size_t>(*limit);
    api.reader.ask([call, session_id, after, most](Connection* connection) {
        if (!connection) return call->refuse_unavailable();
        auto actions = find_operator_actions(*connection, session_id, after, most + 1);
        const auto now = connection->now();
        const bool more = actions.size() > most;
        if (more) actions.pop_back();
        json list = json::array();
        for (const auto& action : actions)
            list.push_back(action_json(action));
        call->answer(200,
                     {{"actions", std::move(list)}, {"more", more}, {"server_time", rfc3339(now)}});
    });
}

}  // namespace

void AuditLog::write(OperatorAction& action) {
    try {
        if (!connection_) connection_ = database_.connect();
        action.at = connection_->now();
        save_operator_actions(*connection_, std::span(&action, 1));
    } catch (const std::runtime_error&) {
        connection_.reset();
        throw;
    }
}

OperatorAction new_action(const Api& api, Operators& operators, const HttpCall& call,
                          std::string name) {
    OperatorAction action;
    action.id = operators.action_ids.next(api.clock, api.random);
    action.action = std::move(name);
    action.client = api.clients.address_of(call.request());
    if (!operators.token.empty()) {
        action.token = hash_of(operators.token).substr(0, kTokenNameDigits);
    }
    action.request_id = call.request().request_id;
    return action;
}

std::optional<std::string> read_reason(const HttpCall& call, const json& body) {
    const auto reason = body.value("reason", json());
    if (reason.is_null()) return "";
    const auto text = reason.is_string() ? reason.get<std::string>() : std::string();
    const bool usable = text.size() <= kReasonBytesMax && has_visible_character(text) &&
                        !has_control_character(text);
    if (usable) return text;
    refuse_field(call, "/reason",
                 "must be a text of 1 to 200 bytes with a visible character and without control "
                 "characters");
    return std::nullopt;
}

void add_audit_routes(http::Router& router, Api& api, Operators& operators) {
    router.add("GET", "/v1/operator/audit", on_operator(api, operators, list_actions));
}

}  // namespace viaja::session
