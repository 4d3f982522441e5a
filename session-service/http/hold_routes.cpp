#include "session-service/http/hold_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/outcomes.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/store/hold_request.hpp"

namespace viaja::session {
namespace {

void refuse_fields(const HttpCall& call, const std::vector<FieldProblem>& problems) {
    std::vector<http::FieldError> errors;
    for (const auto& one : problems)
        errors.push_back({one.pointer, one.detail});
    call.refuse(http::invalid_fields("The hold cannot be read: see errors.", std::move(errors)));
}

/// What this system knows to be wrong before it asks a supplier.
std::vector<FieldProblem> problems_of(const Item& item, const Api& api) {
    using Problems = std::vector<FieldProblem>;
    return std::visit(Match{
                          [&](const FlightItem& flight) -> Problems {
                              if (api.sells(flight.carrier)) return {};
                              return {{"/carrier", "is not a carrier of this system"}};
                          },
                          [](const RoomItem&) -> Problems { return {}; },
                      },
                      item);
}

/// The wish in the body; nullopt if it was answered already.
std::optional<HoldRequest> read_wish(const Api& api, const HttpCall& call,
                                     const nlohmann::json& body) {
    auto read = read_hold_request(body);
    if (const auto* unreadable = std::get_if<std::vector<FieldProblem>>(&read)) {
        refuse_fields(call, *unreadable);
        return std::nullopt;
    }
    auto request = std::get<HoldRequest>(std::move(read));
    auto problems = problems_of(request.item, api);
    if (!problems.empty()) {
        refuse_fields(call, problems);
        return std::nullopt;
    }
    return request;
}

/// The hold with its session around it.
nlohmann::json hold_with_session(const Hold& hold, const SessionView& view) {
    auto body = hold_json(hold);
    body["session"] = session_json(*view.session, view.now);
    return body;
}

http::Response hold_response(int status, const Hold& hold, const SessionView& view) {
    auto response = http::json_response(status, to_text(hold_with_session(hold, view)));
    response.headers.set("Location",
                         "/v1/sessions/" + view.session->id.text() + "/holds/" + hold.id.text());
    response.headers.set("ETag", etag_of(*view.session));
    return response;
}

http::Response refused_hold(const HttpCall& call, const Hold& hold, const SessionView& view) {
    const auto refusal = refusal_of(hold);
    Decided decided;
    decided.code = refusal.code;
    decided.detail = refusal.detail;
    decided.session = view.session;
    decided.now = view.now;
    return refusal_response(call.request(), decided);
}

/// Given up by the traveller or by time before its supplier answered.
bool was_never_held(const Hold& hold) {
    const bool given_up = hold.state == HoldState::releasing || hold.state == HoldState::released;
    return given_up && hold.description.empty();
}

/// By how it was given up, which does not change any more: the session may end in another way
/// later.
http::Response given_up_hold(const HttpCall& call, const Hold& hold, const SessionView& view) {
    const bool expired = hold.release == Command::expire;
    Decided decided;
    decided.code = expired ? Code::session_expired : Code::invalid_state;
    decided.detail = expired ? "The session's time ran out before the supplier answered."
                             : "The hold was given up before the supplier answered.";
    decided.session = view.session;
    decided.now = view.now;
    return refusal_response(call.request(), decided);
}

/// The supplier's answer to a hold that was asked for.
AwaitedOutcome answer_of_supplier(const SharedHttpCall& call, const HoldId& id) {
    return {[call, id](const SessionView& view) -> std::optional<http::Response> {
                const auto* hold = find_hold(*view.session, id);
                if (!hold || hold->state == HoldState::asked) return std::nullopt;
                if (hold->state == HoldState::refused) return refused_hold(*call, *hold, view);
                if (was_never_held(*hold)) return given_up_hold(*call, *hold, view);
                return hold_response(201, *hold, view);
            },
            [id](const SessionView& view) {
                const auto* hold = find_hold(*view.session, id);
                check(hold != nullptr, "a hold that was asked for is not in its session");
                return hold_response(202, *hold, view);
            }};
}

void answer_when_held(Api& api, const SharedHttpCall& call, const Decided& decided,
                      const WaitPreference& preference) {
    if (decided.code != Code::accepted) return call->refuse(decided);
    const auto id = HoldId::parse(decided.resource);
    if (!id || !find_hold(*decided.session, *id)) return call->refuse(Failure::bug);
    answer_with_outcome(api, call, decided, preference, answer_of_supplier(call, *id));
}

/// The client, if what it asks for counts; `too_many` says so if it holds too much already.
std::optional<std::string> client_that_may_hold(
    Api& api, const HttpCall& call, int quantity,
    const std::optional<HeldByClient::Replaced>& replaced, std::optional<TooMany>& too_many) {
    if (!api.clients.is_limited(call.request())) return std::nullopt;
    auto client = api.clients.client_of(call.request());
    auto& held = api.clients.held;
    const auto wait = held.ask(client, quantity, api.time.now(), replaced);
    if (!wait) return client;
    too_many = TooMany{"At most " + std::to_string(held.held_max()) +
                           " seats and rooms may be held from one address without being paid. Pay "
                           "for some, drop some, or wait until a session has expired.",
                       *wait};
    return std::nullopt;
}

void ask(Api& api, const SharedHttpCall& call, const http::PathParameters& path,
         std::optional<HoldId> replaces) {
    auto body = http::parse_json_object(call->request());
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto& json = std::get<nlohmann::json>(body);
    auto request = request_for(*call, path);
    if (!request) return;
    const auto route = replaces ? "holds/" + replaces->text() : std::string("holds");
    request->key = read_idempotency_key(*call, route, json);
    if (!request->key) return;
    auto wish = read_wish(api, *call, json);
    if (!wish) return;
    const int quantity = wish->quantity;
    request->wish = AskHold{HoldId{new_uuid(api.clock, api.random)}, std::move(*wish), replaces};
    std::optional<HeldByClient::Replaced> replaced;
    if (replaces) replaced = {request->session_id, *replaces};
    const auto client = client_that_may_hold(api, *call, quantity, replaced, request->too_many);
    const auto tell = [&api, client, quantity](const Session* session) {
        if (client) api.clients.held.decided(*client, quantity, session);
    };
    const auto preference = wait_preference_of(call->request(), api.hold_wait);
    submit(
        api, call, std::move(*request),
        [&api, call, preference, tell](const Decided& decided) {
            tell(decided.session.get());
            answer_when_held(api, call, decided, preference);
        },
        [tell] { tell(nullptr); });
}

/// The hold of the path; nullopt if it was answered already.
std::optional<HoldId> hold_of_path(const HttpCall& call, const http::PathParameters& path) {
    const auto id = HoldId::parse(path.at("hold"));
    if (id) return id;
    call.refuse(http::refusal("not_found", "This session has no such hold."));
    return std::nullopt;
}

/// The supplier's answer to the release of a hold. Only a client that prefers to wait for it, or
/// not to, gets 202 where it is still to come.
AwaitedOutcome release_of(const HoldId& id, const WaitPreference& preference) {
    const bool awaited = !preference.applied.empty();
    return {[id, awaited](const SessionView& view) -> std::optional<http::Response> {
                const auto* hold = find_hold(*view.session, id);
                const bool releasing = hold && hold->state == HoldState::releasing;
                if (releasing && awaited) return std::nullopt;
                return session_response(200, view);
            },
            [](const SessionView& view) { return session_response(202, view); }};
}

}  // namespace

void ask_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    ask(api, call, path, std::nullopt);
}

void swap_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    if (const auto old = hold_of_path(*call, path)) ask(api, call, path, old);
}

void drop_hold(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    const auto hold = hold_of_path(*call, path);
    if (!hold) return;
    auto request = request_for(*call, path);
    if (!request) return;
    request->wish = DropHold{*hold};
    const auto preference = wait_preference_of(call->request(), std::chrono::milliseconds(0));
    submit(api, call, std::move(*request),
           [&api, call, id = *hold, preference](const Decided& decided) {
               answer_with_outcome(api, call, decided, preference, release_of(id, preference));
           });
}

}  // namespace viaja::session
