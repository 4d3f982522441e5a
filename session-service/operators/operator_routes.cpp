// /v1/operator: what runs and what is stuck, one session as an operator sees it, the services and
// the breakers.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/bearer_token.hpp"
#include "common/http/json_body.hpp"
#include "common/http/origin.hpp"
#include "common/http/parameters.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/operators/operator_queries.hpp"
#include "session-service/operators/operator_view.hpp"
#include "session-service/operators/operators.hpp"
#include "session-service/store/unreadable.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kSagasByDefault = 50;
constexpr int kSagasOfPageMax = 200;
constexpr int kTimelineLimit = 200;

void list_sagas(Api& api, Operators& operators, const SharedHttpCall& call,
                const http::PathParameters&) {
    const auto* state = call->request().query.find("state");
    if (state && *state != "running" && *state != "stuck") {
        return refuse_field(*call, "/state", "must be running or stuck");
    }
    const auto filter = state && *state == "stuck" ? SagaFilter::stuck : SagaFilter::running;
    const auto* after_text = call->request().query.find("after");
    const auto after = after_text ? SessionId::parse(*after_text) : std::nullopt;
    if (after_text && !after) return refuse_field(*call, "/after", "must be a session's id");
    const auto limit = read_number(*call, "limit", kSagasByDefault, 1, kSagasOfPageMax);
    if (!limit) return;
    const auto count = static_cast<std::size_t>(*limit);
    api.reader.ask([call, filter, after, count, rules = operators.rules](Connection* connection) {
        if (!connection) return call->refuse_unavailable();
        const auto page = find_sagas(*connection, filter, after, count);
        json sagas = json::array();
        for (const auto& session : page.sessions)
            sagas.push_back(saga_json(session, rules));
        json unreadable = json::array();
        for (const auto& [session_id, why] : page.unreadable) {
            log_unreadable(session_id, why);
            unreadable.push_back(session_id.text());
        }
        call->answer(200, {{"sagas", std::move(sagas)},
                           {"total", page.total},
                           {"more", page.more},
                           {"unreadable", std::move(unreadable)},
                           {"server_time", rfc3339(page.now)}});
    });
}

void show_session(Api& api, Operators& operators, const SharedHttpCall& call,
                  const http::PathParameters& path) {
    const auto session_id = SessionId::parse(path.at("id"));
    if (!session_id) return refuse_unknown(*call, kNoSuchSessionOfOperators);
    if (!is_of_this_shard(api, *call, *session_id)) return;
    const auto after = read_number(*call, "after", 0, 0, 1'000'000'000);
    if (!after) return;
    api.reader.read_for_operators(
        *session_id, *after, kTimelineLimit,
        [call, rules = operators.rules](std::optional<SessionView> view) {
            if (!view) return call->refuse_unavailable();
            if (view->unreadable) return call->refuse_unreadable();
            if (!view->session) return refuse_unknown(*call, kNoSuchSessionOfOperators);
            auto body = operator_session_json(*view->session, view->timeline, view->now, rules);
            body["ignored_answers"] = ignored_json(*view->session, view->ignored);
            call->answer(200, body);
        });
}

/// What this replica's searches know of a carrier.
json carrier_json(const routes::Carriers::Listed& carrier) {
    json shown = {{"carrier", carrier.carrier},
                  {"state", name_of(carrier.state)},
                  {"version", carrier.version},
                  {"flights", carrier.flights}};
    if (!carrier.problem.empty()) shown["problem"] = carrier.problem;
    return shown;
}

void list_services(Api& api, Operators& operators, const SharedHttpCall& call,
                   const http::PathParameters&) {
    const auto now = api.time.now();
    json services = json::array();
    for (const auto& seen : operators.heartbeats.list(api.clock.moment())) {
        json service = {{"service", seen.heartbeat.service},
                        {"address", seen.heartbeat.address},
                        {"instance", seen.heartbeat.instance.text()},
                        {"version", seen.heartbeat.version},
                        {"since", rfc3339(seen.heartbeat.since)},
                        {"last_seen", rfc3339(now - seen.silent_for)},
                        {"state", seen.alive ? "alive" : "gone"}};
        if (!seen.heartbeat.http.empty()) service["http"] = seen.heartbeat.http;
        services.push_back(std::move(service));
    }
    json carriers = json::array();
    for (const auto& one : operators.carriers())
        carriers.push_back(carrier_json(one));
    call->answer(200, {{"replica", operators.replica.text()},
                       {"token_required", !operators.token.empty()},
                       {"services", std::move(services)},
                       {"carriers", std::move(carriers)},
                       {"server_time", rfc3339(now)}});
}

/// Times of the monotonic clock become those of the wall clock.
json breaker_json(const std::string& address, const BreakerSight& breaker, Instant now,
                  Moment moment) {
    json shown = {{"address", address}, {"state", name_of(breaker.state)}};
    if (breaker.since) shown["since"] = rfc3339(now + (*breaker.since - moment));
    if (breaker.next_probe) shown["next_probe"] = rfc3339(now + (*breaker.next_probe - moment));
    return shown;
}

/// Which suppliers this replica asks for holds, and which its searches ask.
void list_breakers(Api& api, Operators& operators, const SharedHttpCall& call,
                   const http::PathParameters&) {
    const auto now = api.time.now();
    const auto moment = api.clock.moment();
    json breakers = json::array();
    for (const auto& address : api.breakers.addresses()) {
        const auto shown = api.breakers.shown(address);
        auto breaker = breaker_json(address, shown, now, moment);
        breaker["gone"] = shown.gone;
        breakers.push_back(std::move(breaker));
    }
    json searches = json::array();
    for (const auto& [address, supplier] : operators.searched())
        searches.push_back(breaker_json(address, supplier.breaker.sight(), now, moment));
    call->answer(200, {{"replica", operators.replica.text()},
                       {"breakers", std::move(breakers)},
                       {"searches", std::move(searches)},
                       {"server_time", rfc3339(now)}});
}

}  // namespace

void refuse_field(const HttpCall& call, std::string pointer, std::string detail) {
    call.refuse(http::invalid_fields("The request has a value that cannot be used: see errors.",
                                     {{std::move(pointer), std::move(detail)}}));
}

void refuse_unknown(const HttpCall& call, std::string_view detail) {
    call.refuse(http::refusal("not_found", std::string(detail)));
}

http::Handler on_operator(Api& api, Operators& operators, OperatorHandle handle) {
    return [&api, &operators, handle](const http::Request& request,
                                      const http::PathParameters& path, http::Respond respond) {
        const auto call = call_for(api, request, std::move(respond));
        if (refuse_guesses(api, *call)) return;
        const bool may = operators.token.empty() || http::carries_token(request, operators.token);
        if (!may) {
            call->note_wrong_token();
            return refuse_unknown(*call, "There is nothing here for you.");
        }
        // A page of another site cannot send a token; where none is required it could act.
        const bool changes = request.method != "GET" && request.method != "HEAD";
        if (operators.token.empty() && changes && http::sent_by_foreign_page(request)) {
            return call->refuse(http::refusal(
                "foreign_page",
                "A web page of another site sent this request. Nothing was done. Use the page "
                "/operator of this server, or set VIAJA_OPERATOR_TOKEN."));
        }
        if (auto refused = http::refuse_unless_json_accepted(request)) {
            return call->answer(std::move(*refused));
        }
        if (auto refused = http::refuse_repeated_parameter(request)) {
            return call->answer(std::move(*refused));
        }
        handle(api, operators, call, path);
    };
}

std::optional<int> read_number(const HttpCall& call, const char* name, int by_default, int least,
                               int most) {
    const auto* text = call.request().query.find(name);
    if (!text) return by_default;
    const auto value = whole_number(*text, least, most);
    if (value) return value;
    refuse_field(
        call, std::string("/") + name,
        "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

void add_operator_routes(http::Router& router, Api& api, Operators& operators) {
    const auto add = [&](const char* pattern, OperatorHandle handle) {
        router.add("GET", pattern, on_operator(api, operators, handle));
    };
    add("/v1/operator/sagas", list_sagas);
    add("/v1/operator/sessions/{id}", show_session);
    add("/v1/operator/services", list_services);
    add("/v1/operator/breakers", list_breakers);
}

}  // namespace viaja::session
