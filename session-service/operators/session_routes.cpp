// GET /v1/operator/sessions: by the booking reference that a traveller reads out, or by state.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/text/visible_ascii.hpp"
#include "session-service/core/states.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/operators/operator_queries.hpp"
#include "session-service/operators/operator_view.hpp"
#include "session-service/operators/operators.hpp"
#include "session-service/store/unreadable.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kSessionsByDefault = 50;
constexpr int kSessionsOfPageMax = 200;
constexpr std::size_t kReferenceLengthMax = 32;

void answer_found(const HttpCall& call, const SessionsFound& found) {
    json sessions = json::array();
    for (const auto& session : found.sessions)
        sessions.push_back(session_summary_json(session, found.now));
    json unreadable = json::array();
    for (const auto& [session_id, why] : found.unreadable) {
        log_unreadable(session_id, why);
        unreadable.push_back(session_id.text());
    }
    json body = {{"sessions", std::move(sessions)},
                 {"more", found.next.has_value()},
                 {"unreadable", std::move(unreadable)},
                 {"server_time", rfc3339(found.now)}};
    if (found.next) body["next"] = found.next->text();
    call.answer(200, body);
}

/// True where both are given: a reference names its sessions whatever their state.
bool has_reference_with_others(const http::Request& request) {
    return request.query.find("state") || request.query.find("after");
}

void list_by_reference(Api& api, const SharedHttpCall& call, const std::string& reference,
                       std::size_t limit) {
    if (!is_visible_ascii(reference, kReferenceLengthMax)) {
        return refuse_field(*call, "/reference", "must be a booking reference, such as K7QX2M");
    }
    if (has_reference_with_others(call->request())) {
        return refuse_field(*call, "/reference", "goes with neither state nor after");
    }
    api.reader.ask([call, reference, limit](Connection* connection) {
        if (!connection) return call->refuse_unavailable();
        answer_found(*call, find_sessions_with_reference(*connection, reference, limit));
    });
}

void list_sessions(Api& api, Operators&, const SharedHttpCall& call, const http::PathParameters&) {
    const auto& query = call->request().query;
    const auto limit = read_number(*call, "limit", kSessionsByDefault, 1, kSessionsOfPageMax);
    if (!limit) return;
    const auto most = static_cast<std::size_t>(*limit);
    if (const auto* reference = query.find("reference")) {
        return list_by_reference(api, call, *reference, most);
    }
    const auto* state_text = query.find("state");
    const auto state = state_text ? named<SessionState>(*state_text) : std::nullopt;
    if (state_text && !state) {
        return refuse_field(*call, "/state",
                            "must be open, paying, confirmed, expired, cancelling or cancelled");
    }
    const auto* after_text = query.find("after");
    const auto after = after_text ? SessionId::parse(*after_text) : std::nullopt;
    if (after_text && !after) {
        return refuse_field(*call, "/after", "must be \"next\" of an earlier answer");
    }
    api.reader.ask([call, state, after, most](Connection* connection) {
        if (!connection) return call->refuse_unavailable();
        answer_found(*call, find_sessions_in(*connection, state, after, most));
    });
}

}  // namespace

void add_session_list_routes(http::Router& router, Api& api, Operators& operators) {
    router.add("GET", "/v1/operator/sessions", on_operator(api, operators, list_sessions));
}

}  // namespace viaja::session
