#include "session-service/http/hold_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/hold_answers.hpp"
#include "session-service/http/hold_bodies.hpp"

namespace viaja::session {
namespace {

/// What a request for holds wants, and how it is answered.
struct Wanted {
    decltype(Request::wish) wish;
    int quantity = 0;  ///< seats, rooms and tickets
    std::vector<HoldId> replaces;
    AwaitedOutcome (*answer)(const SharedHttpCall& call, const HoldId& id) = answer_to_hold;
};

std::optional<Wanted> read_hold(Api& api, const HttpCall& call, const nlohmann::json& body,
                                const std::optional<HoldId>& replaces) {
    auto request = read_hold_body(api, call, body);
    if (!request) return std::nullopt;
    Wanted wanted;
    wanted.quantity = request->quantity;
    if (replaces) wanted.replaces = {*replaces};
    wanted.wish = AskHold{HoldId{new_uuid(api.clock, api.random)}, std::move(*request), replaces};
    return wanted;
}

std::optional<Wanted> read_list(Api& api, const HttpCall& call, const nlohmann::json& body) {
    auto read = read_list_body(api, call, body);
    if (!read) return std::nullopt;
    Wanted wanted;
    wanted.answer = answer_to_list;
    wanted.replaces = read->replaces;
    AskHoldList list;
    list.replaces = std::move(read->replaces);
    for (auto& item : read->items) {
        wanted.quantity += item.quantity;
        list.holds.push_back({HoldId{new_uuid(api.clock, api.random)}, std::move(item)});
    }
    wanted.wish = std::move(list);
    return wanted;
}

/// The client, if what it asks for counts; `too_many` says so if it holds too much already.
std::optional<std::string> client_that_may_hold(Api& api, const HttpCall& call, int quantity,
                                                const HeldByClient::Replaced& replaced,
                                                std::optional<TooMany>& too_many) {
    if (!api.clients.is_limited(call.request())) return std::nullopt;
    auto client = api.clients.client_of(call.request());
    auto& held = api.clients.held;
    const auto wait = held.ask(client, quantity, api.time.now(), replaced);
    if (!wait) return client;
    too_many = TooMany{"At most " + std::to_string(held.held_max()) +
                           " seats, rooms and tickets may be held from one address without being "
                           "paid. Pay for some, drop some, or wait until a session has expired.",
                       *wait};
    return std::nullopt;
}

void answer_when_held(Api& api, const SharedHttpCall& call, const Decided& decided,
                      const WaitPreference& preference, decltype(Wanted::answer) outcome) {
    if (decided.code != Code::accepted) return call->refuse(decided);
    const auto id = HoldId::parse(decided.resource);
    if (!id || !find_hold(*decided.session, *id)) return call->refuse(Failure::bug);
    answer_with_outcome(api, call, decided, preference, outcome(call, *id));
}

/// `replaces` is the hold that is swapped, if one is.
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
    auto wanted = !replaces && is_list(json) ? read_list(api, *call, json)
                                             : read_hold(api, *call, json, replaces);
    if (!wanted) return;
    request->wish = std::move(wanted->wish);
    const HeldByClient::Replaced replaced{request->session_id, std::move(wanted->replaces)};
    const auto client =
        client_that_may_hold(api, *call, wanted->quantity, replaced, request->too_many);
    const auto tell = [&api, client, quantity = wanted->quantity](const Session* session) {
        if (client) api.clients.held.decided(*client, quantity, session);
    };
    const auto preference = wait_preference_of(call->request(), api.hold_wait);
    submit(
        api, call, std::move(*request),
        [&api, call, preference, tell, outcome = wanted->answer](const Decided& decided) {
            tell(decided.session.get());
            answer_when_held(api, call, decided, preference, outcome);
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
