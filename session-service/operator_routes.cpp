// /v1/operator: what runs and what is stuck, one session as an operator sees it, and the three
// things that an operator may do about it.

#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/bearer_token.hpp"
#include "common/http/json_body.hpp"
#include "common/http/parameters.hpp"
#include "common/process/log.hpp"
#include "common/text/utf8.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/operator_queries.hpp"
#include "session-service/operator_view.hpp"
#include "session-service/operators.hpp"
#include "session-service/representation.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr int kSagasByDefault = 50;
constexpr int kSagasOfPageMax = 200;
constexpr int kTimelineLimit = 200;
constexpr std::size_t kReasonBytesMax = 200;

void refuse_field(const Exchange& exchange, std::string pointer, std::string detail) {
    exchange.refuse(http::invalid_fields("The request has a value that cannot be used: see errors.",
                                         {{std::move(pointer), std::move(detail)}}));
}

void refuse_unknown(const Exchange& exchange, std::string detail) {
    exchange.refuse(http::refusal("not_found", std::move(detail)));
}

void list_sagas(Api& api, Operators& operators, const SharedExchange& exchange,
                const http::PathParameters&) {
    const auto* state = exchange->request().query.find("state");
    if (state && *state != "running" && *state != "stuck") {
        return refuse_field(*exchange, "/state", "must be running or stuck");
    }
    const auto filter = state && *state == "stuck" ? SagaFilter::stuck : SagaFilter::running;
    const auto* after_text = exchange->request().query.find("after");
    const auto after = after_text ? SessionId::parse(*after_text) : std::nullopt;
    if (after_text && !after) return refuse_field(*exchange, "/after", "must be a session's id");
    const auto limit = read_number(*exchange, "limit", kSagasByDefault, 1, kSagasOfPageMax);
    if (!limit) return;
    const auto count = static_cast<std::size_t>(*limit);
    api.views.ask(
        [exchange, filter, after, count, limits = operators.limits](Connection* connection) {
            if (!connection) return exchange->refuse_unavailable();
            const auto page = find_sagas(*connection, filter, after, count);
            json sagas = json::array();
            for (const auto& trip : page.trips)
                sagas.push_back(saga_json(trip, limits));
            json unreadable = json::array();
            for (const auto& [session, why] : page.unreadable) {
                process::log_error("a session's rows cannot be read",
                                   {{"session", session.text()}, {"problem", why}});
                unreadable.push_back(session.text());
            }
            exchange->answer(200, {{"sagas", std::move(sagas)},
                                   {"total", page.total},
                                   {"more", page.more},
                                   {"unreadable", std::move(unreadable)},
                                   {"server_time", rfc3339(page.now)}});
        });
}

void show_session(Api& api, Operators& operators, const SharedExchange& exchange,
                  const http::PathParameters& path) {
    const auto session = SessionId::parse(path.at("id"));
    if (!session) return refuse_unknown(*exchange, "There is no such session.");
    const auto after = read_number(*exchange, "after", 0, 0, 1'000'000'000);
    if (!after) return;
    api.views.read_timeline(
        *session, *after, kTimelineLimit,
        [exchange, limits = operators.limits](std::optional<View> view) {
            if (!view) return exchange->refuse_unavailable();
            if (view->unreadable) return exchange->refuse_unreadable();
            if (!view->trip) return refuse_unknown(*exchange, "There is no such session.");
            exchange->answer(200,
                             operator_session_json(*view->trip, view->timeline, view->now, limits));
        });
}

/// Submits what an operator wants of a session, and answers with the session as it is then.
void act(Api& api, Operators& operators, const SharedExchange& exchange,
         const http::PathParameters& path, decltype(Request::wish) wish) {
    const auto session = SessionId::parse(path.at("id"));
    if (!session) return refuse_unknown(*exchange, "There is no such session.");
    Request request;
    request.session = *session;
    request.wish = std::move(wish);
    submit(api, exchange, std::move(request),
           [exchange, limits = operators.limits](const Decided& decided) {
               if (!decided.trip) return refuse_unknown(*exchange, "There is no such session.");
               if (decided.code != Code::accepted) return exchange->refuse(decided);
               exchange->answer(200, operator_session_json(*decided.trip, {}, decided.now, limits));
           });
}

/// The body of a call that needs none; nullopt if it was answered already.
std::optional<json> read_body(const Exchange& exchange, http::EmptyBody empty) {
    auto body = http::parse_json_object(exchange.request(), empty);
    if (auto* wrong = std::get_if<http::Response>(&body)) {
        exchange.answer(std::move(*wrong));
        return std::nullopt;
    }
    return std::get<json>(std::move(body));
}

void retry(Api& api, Operators& operators, const SharedExchange& exchange,
           const http::PathParameters& path) {
    if (!read_body(*exchange, http::EmptyBody::means_empty_object)) return;
    act(api, operators, exchange, path, AskNow{});
}

void force_cancel(Api& api, Operators& operators, const SharedExchange& exchange,
                  const http::PathParameters& path) {
    if (!read_body(*exchange, http::EmptyBody::means_empty_object)) return;
    act(api, operators, exchange, path, ForceCancel{});
}

void write_off(Api& api, Operators& operators, const SharedExchange& exchange,
               const http::PathParameters& path) {
    const auto body = read_body(*exchange, http::EmptyBody::refused);
    if (!body) return;
    const auto reason = body->value("reason", json());
    const auto text = reason.is_string() ? reason.get<std::string>() : std::string();
    const bool usable = text.size() <= kReasonBytesMax && has_visible_character(text) &&
                        !has_control_character(text);
    if (!usable) {
        return refuse_field(*exchange, "/reason",
                            "must be a text of 1 to 200 bytes with a visible character and without "
                            "control characters");
    }
    const auto hold = HoldId::parse(path.at("hold"));
    if (!hold) return refuse_unknown(*exchange, "This session has no such hold.");
    act(api, operators, exchange, path, WriteOff{*hold, text});
}

void list_services(Api& api, Operators& operators, const SharedExchange& exchange,
                   const http::PathParameters&) {
    const auto now = api.time.now();
    json services = json::array();
    for (const auto& seen : operators.presence.list(api.clock.moment())) {
        json service = {
            {"service", seen.who.service},           {"address", seen.who.address},
            {"instance", seen.who.instance.text()},  {"version", seen.who.version},
            {"since", rfc3339(seen.who.since)},      {"last_seen", rfc3339(now - seen.silent_for)},
            {"state", seen.alive ? "alive" : "gone"}};
        if (!seen.who.http.empty()) service["http"] = seen.who.http;
        services.push_back(std::move(service));
    }
    exchange->answer(200, {{"services", std::move(services)}, {"server_time", rfc3339(now)}});
}

}  // namespace

http::Handler on_operator(Api& api, Operators& operators, OperatorHandle handle) {
    return [&api, &operators, handle](const http::Request& request,
                                      const http::PathParameters& path, http::Respond respond) {
        const auto exchange = exchange_for(api, request, std::move(respond));
        if (refuse_guesses(api, *exchange)) return;
        const bool may = operators.token.empty() || http::carries_token(request, operators.token);
        if (!may) {
            exchange->note_wrong_token();
            return refuse_unknown(*exchange, "There is nothing here for you.");
        }
        if (auto refused = http::refuse_unless_json_accepted(request)) {
            return exchange->answer(std::move(*refused));
        }
        if (auto refused = http::refuse_repeated_parameter(request)) {
            return exchange->answer(std::move(*refused));
        }
        handle(api, operators, exchange, path);
    };
}

std::optional<int> read_number(const Exchange& exchange, const char* name, int by_default,
                               int least, int most) {
    const auto* text = exchange.request().query.find(name);
    if (!text) return by_default;
    const auto value = whole_number(*text, least, most);
    if (value) return value;
    refuse_field(
        exchange, std::string("/") + name,
        "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

void add_operator_routes(http::Router& router, Api& api, Operators& operators) {
    const auto add = [&](const char* method, const char* pattern, OperatorHandle handle) {
        router.add(method, pattern, on_operator(api, operators, handle));
    };
    add("GET", "/v1/operator/sagas", list_sagas);
    add("GET", "/v1/operator/sessions/{id}", show_session);
    add("POST", "/v1/operator/sessions/{id}/retry", retry);
    add("POST", "/v1/operator/sessions/{id}/cancel", force_cancel);
    add("POST", "/v1/operator/sessions/{id}/holds/{hold}/write-off", write_off);
    add("GET", "/v1/operator/services", list_services);
}

}  // namespace viaja::session
