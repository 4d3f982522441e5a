// POST /v1/sessions; GET and DELETE of one; its timeline; its cancellation.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/conditional.hpp"
#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/http/api.hpp"
#include "session-service/http/cancellation_routes.hpp"
#include "session-service/http/hold_routes.hpp"
#include "session-service/http/outcomes.hpp"
#include "session-service/http/payment_routes.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/requests.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

constexpr int kTimelineLimit = 200;

void open_session(Api& api, const SharedHttpCall& call) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    if (refuse_more_sessions(api, *call)) return;
    const auto token = new_token(api.random);
    auto open = new_session(api, token);
    open.on_decided = [call, token](const Decided& decided) {
        auto json = session_json(*decided.session, decided.now);
        json["token"] = token;
        call->answer(201, json,
                     {{"Location", "/v1/sessions/" + decided.session->id.text()},
                      {"ETag", etag_of(*decided.session)},
                      {"Cache-Control", "no-store"}});
    };
    api.submit(input_of(api, call, std::move(open)));
}

void show_session(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    const auto session_id = session_of_path(api, *call, path);
    if (!session_id) return;
    api.reader.read(*session_id, token_hash_of(call->request()),
                    [call](std::optional<SessionView> view) {
                        if (!may_see(*call, view)) return;
                        const auto etag = etag_of(*view->session);
                        if (http::client_has(call->request(), etag)) {
                            return call->answer(http::not_modified({{"ETag", etag}}));
                        }
                        call->answer_session(200, *view);
                    });
}

void show_timeline(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    const auto session_id = session_of_path(api, *call, path);
    if (!session_id) return;
    const auto after = number_of(call->request(), "after", 0);
    const auto limit = number_of(call->request(), "limit", kTimelineLimit);
    if (!after || !limit || *limit < 1 || *limit > kTimelineLimit) {
        const http::FieldError wrong =
            after ? http::FieldError{"/limit", "must be a whole number from 1 to 200"}
                  : http::FieldError{"/after", "must be a whole number"};
        return call->refuse(
            http::invalid_fields("The query has a number that cannot be read.", {wrong}));
    }
    api.reader.read_timeline(*session_id, token_hash_of(call->request()), *after, *limit,
                             [call](std::optional<SessionView> view) {
                                 if (may_see(*call, view))
                                     call->answer(200, timeline_json(view->timeline));
                             });
}

void cancel_session(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto request = request_for(api, *call, path);
    if (!request) return;
    request->wish = Cancel{};
    submit(api, call, std::move(*request), [call](const Decided& decided) {
        if (decided.code != Code::accepted) return call->refuse(decided);
        call->answer_session(200, SessionView{decided.session, {}, decided.now});
    });
}

}  // namespace

void add_session_routes(http::Router& router, Api& api) {
    router.add("POST", "/v1/sessions",
               on(api, [](Api& a, const SharedHttpCall& e, const http::PathParameters&) {
                   open_session(a, e);
               }));
    router.add("GET", "/v1/sessions/{id}", on(api, show_session));
    router.add("DELETE", "/v1/sessions/{id}", on(api, cancel_session));
    router.add("GET", "/v1/sessions/{id}/timeline", on(api, show_timeline));
    router.add("POST", "/v1/sessions/{id}/cancellations", on(api, quote_cancellation));
    router.add("POST", "/v1/sessions/{id}/cancellations/{cancellation}/confirm",
               on(api, confirm_cancellation));
    router.add("POST", "/v1/sessions/{id}/holds", on(api, ask_hold));
    router.add("PUT", "/v1/sessions/{id}/holds/{hold}", on(api, swap_hold));
    router.add("DELETE", "/v1/sessions/{id}/holds/{hold}", on(api, drop_hold));
    router.add("POST", "/v1/sessions/{id}/payments", on(api, pay));
    router.add("POST", "/v1/sessions/{id}/payments/stop", on(api, stop_payment));
}

}  // namespace viaja::session
