// POST /v1/sessions; GET and DELETE of one; its timeline; its cancellation.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/conditional.hpp"
#include "common/http/json_body.hpp"
#include "session-service/api.hpp"
#include "session-service/hold_routes.hpp"
#include "session-service/payment_routes.hpp"
#include "session-service/representation.hpp"
#include "session-service/requests.hpp"
#include "session-service/secrets.hpp"

namespace viaja::session {
namespace {

constexpr int kTimelineLimit = 200;
constexpr std::chrono::seconds kCancellationWait{5};

void open_session(Api& api, const SharedExchange& exchange) {
    auto body = http::parse_json_object(exchange->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body))
        return exchange->answer(std::move(*wrong));
    if (refuse_more_sessions(api, *exchange)) return;
    const SessionId session{new_uuid(api.clock, api.random)};
    const auto token = new_token(api.random);
    OpenSession open;
    open.session = session;
    open.token_hash = hash_of(token);
    open.on_decided = [exchange, token](const Decided& decided) {
        auto json = session_json(*decided.trip, decided.now);
        json["token"] = token;
        exchange->answer(201, json,
                         {{"Location", "/v1/sessions/" + decided.trip->id.text()},
                          {"ETag", '"' + std::to_string(decided.trip->version) + '"'},
                          {"Cache-Control", "no-store"}});
    };
    auto input = to_input(TripInput(std::move(open)));
    input.give_up_at = api.clock.moment() + api.patience;
    input.on_failure = [exchange](Failure failure) { exchange->refuse(failure); };
    api.submit(session, std::move(input));
}

void show_session(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    const auto session = session_of_path(*exchange, path);
    if (!session) return;
    api.views.read(*session, token_hash_of(exchange->request()),
                   [exchange](std::optional<View> view) {
                       if (!may_see(*exchange, view)) return;
                       const auto etag = '"' + std::to_string(view->trip->version) + '"';
                       if (http::client_has(exchange->request(), etag)) {
                           return exchange->answer(http::not_modified({{"ETag", etag}}));
                       }
                       exchange->answer_session(200, *view);
                   });
}

void show_timeline(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    const auto session = session_of_path(*exchange, path);
    if (!session) return;
    const auto after = number_of(exchange->request(), "after", 0);
    const auto limit = number_of(exchange->request(), "limit", kTimelineLimit);
    if (!after || !limit || *limit < 1 || *limit > kTimelineLimit) {
        const http::FieldError wrong =
            after ? http::FieldError{"/limit", "must be a whole number from 1 to 200"}
                  : http::FieldError{"/after", "must be a whole number"};
        return exchange->refuse({.code = "invalid_field",
                                 .detail = "The query has a number that cannot be read.",
                                 .errors = {wrong}});
    }
    api.views.read_timeline(*session, token_hash_of(exchange->request()), *after, *limit,
                            [exchange](std::optional<View> view) {
                                if (may_see(*exchange, view))
                                    exchange->answer(200, timeline_json(view->timeline));
                            });
}

void cancel_session(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    auto request = request_for(*exchange, path);
    if (!request) return;
    request->wish = Cancel{};
    submit(api, exchange, std::move(*request), [exchange](const Decided& decided) {
        if (decided.code != Code::accepted) return exchange->refuse(decided);
        exchange->answer_session(200, View{decided.trip, {}, decided.now});
    });
}

void cancel_trip(Api& api, const SharedExchange& exchange, const http::PathParameters& path) {
    auto body = http::parse_json_object(exchange->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body))
        return exchange->answer(std::move(*wrong));
    auto request = request_for(*exchange, path);
    if (!request) return;
    request->key = read_idempotency_key(*exchange, "cancellations", std::get<nlohmann::json>(body));
    if (!request->key) return;
    request->wish = CancelTrip{};
    const auto patience = patience_of(exchange->request(), kCancellationWait);
    submit(api, exchange, std::move(*request), [&api, exchange, patience](const Decided& decided) {
        if (decided.code != Code::accepted) return exchange->refuse(decided);
        const bool under_way = decided.trip->state == SessionState::cancelling;
        if (decided.replayed && under_way && !patience.asked) {
            return refuse_still_running(*exchange, decided);
        }
        const auto headers = headers_of_outcome(patience, decided.replayed);
        wait_for_outcome(
            api, decided, patience.time,
            [exchange, headers](const View& view) {
                const bool over = view.trip->state == SessionState::cancelled;
                if (over) exchange->answer_session(200, view, headers);
                return over;
            },
            [exchange, headers](const View& view) {
                exchange->answer_session(202, view, headers);
            });
    });
}

}  // namespace

void add_session_routes(http::Router& router, Api& api) {
    router.add("POST", "/v1/sessions",
               on(api, [](Api& a, const SharedExchange& e, const http::PathParameters&) {
                   open_session(a, e);
               }));
    router.add("GET", "/v1/sessions/{id}", on(api, show_session));
    router.add("DELETE", "/v1/sessions/{id}", on(api, cancel_session));
    router.add("GET", "/v1/sessions/{id}/timeline", on(api, show_timeline));
    router.add("POST", "/v1/sessions/{id}/cancellations", on(api, cancel_trip));
    router.add("POST", "/v1/sessions/{id}/holds", on(api, ask_hold));
    router.add("PUT", "/v1/sessions/{id}/holds/{hold}", on(api, swap_hold));
    router.add("DELETE", "/v1/sessions/{id}/holds/{hold}", on(api, drop_hold));
    router.add("POST", "/v1/sessions/{id}/payments", on(api, pay));
}

}  // namespace viaja::session
