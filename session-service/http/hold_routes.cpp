#include "session-service/http/hold_routes.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/hold_answers.hpp"
#include "session-service/http/hold_bodies.hpp"

namespace viaja::session {
namespace {

/// A hold and the address of its supplier.
using AskedOf = std::vector<std::pair<HoldId, std::string>>;

/// What a request for holds wants, and how it is answered.
struct Wanted {
    decltype(Request::wish) wish;
    AskedOf asked;
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
    const HoldId id{new_uuid(api.clock, api.random)};
    wanted.asked = {{id, address_of(request->item)}};
    wanted.wish = AskHold{id, std::move(*request), replaces};
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
        const HoldId id{new_uuid(api.clock, api.random)};
        wanted.asked.emplace_back(id, address_of(item.item));
        list.holds.push_back({id, std::move(item)});
    }
    wanted.wish = std::move(list);
    return wanted;
}

/// The client, if what it asks for counts; `refusal` says so if it holds too much already.
std::optional<std::string> client_that_may_hold(Api& api, const HttpCall& call, int quantity,
                                                const HeldByClient::Replaced& replaced,
                                                std::optional<EarlyRefusal>& refusal) {
    if (!api.clients.is_limited(call.request())) return std::nullopt;
    auto client = api.clients.client_of(call.request());
    auto& held = api.clients.held;
    const auto wait = held.ask(client, quantity, api.time.now(), replaced);
    if (!wait) return client;
    refusal =
        EarlyRefusal{Code::too_many_requests,
                     "At most " + std::to_string(held.held_max()) +
                         " seats, rooms and tickets may be held from one address without being "
                         "paid. Pay for some, drop some, or wait until a session has expired.",
                     *wait};
    return std::nullopt;
}

/// Why one of the suppliers is not asked now.
std::optional<EarlyRefusal> refusal_of_suppliers(const Api& api, const AskedOf& asked) {
    for (const auto& [id, address] : asked) {
        if (auto refusal = api.breakers.refusal_of(address)) return refusal;
    }
    return std::nullopt;
}

bool was_answered(const Hold& hold) {
    return hold.state == HoldState::held || hold.state == HoldState::refused ||
           !hold.description.empty();
}

/// Notes which suppliers left holds unanswered: each once, since they were asked in one request.
void note_silences(Api& api, const AskedOf& asked, const SessionView& view) {
    std::set<std::string> silent;
    for (const auto& [id, address] : asked) {
        const auto* hold = find_hold(*view.session, id);
        if (hold && hold->state == HoldState::asked) silent.insert(address);
    }
    for (const auto& address : silent)
        api.breakers.stayed_silent(address);
}

/// The same outcome; beside it the wait shows which suppliers answer. A short wait says nothing.
AwaitedOutcome watched(Api& api, AwaitedOutcome outcome, const AskedOf& asked,
                       std::chrono::milliseconds wait) {
    outcome.settled = [&api, asked, settled = std::move(outcome.settled)](const SessionView& view) {
        for (const auto& [id, address] : asked) {
            const auto* hold = find_hold(*view.session, id);
            if (hold && was_answered(*hold)) api.breakers.answered(address);
        }
        return settled(view);
    };
    if (wait >= SupplierBreakers::kSilentAfter) {
        outcome.waited_in_vain = [&api, asked](const SessionView& view) {
            note_silences(api, asked, view);
        };
    }
    return outcome;
}

void answer_when_held(Api& api, const SharedHttpCall& call, const Decided& decided,
                      const WaitPreference& preference, decltype(Wanted::answer) answer,
                      const AskedOf& asked) {
    if (decided.code == Code::supplier_unavailable) {
        for (const auto& [id, address] : asked)
            if (api.breakers.refusal_of(address)) api.breakers.refused(address);
    }
    if (decided.code != Code::accepted) return call->refuse(decided);
    const auto id = HoldId::parse(decided.resource);
    if (!id || !find_hold(*decided.session, *id)) return call->refuse(Failure::bug);
    auto outcome = answer(call, *id);
    // An answer that is repeated says nothing about the present.
    if (!decided.replayed) outcome = watched(api, std::move(outcome), asked, preference.time);
    answer_with_outcome(api, call, decided, preference, std::move(outcome));
}

/// `replaces` is the hold that is swapped, if one is.
void ask(Api& api, const SharedHttpCall& call, const http::PathParameters& path,
         std::optional<HoldId> replaces) {
    auto body = http::parse_json_object(call->request());
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    const auto& json = std::get<nlohmann::json>(body);
    auto request = request_for(api, *call, path);
    if (!request) return;
    const auto route = replaces ? "holds/" + replaces->text() : std::string("holds");
    request->key = read_idempotency_key(*call, route, json);
    if (!request->key) return;
    auto wanted = !replaces && is_list(json) ? read_list(api, *call, json)
                                             : read_hold(api, *call, json, replaces);
    if (!wanted) return;
    request->wish = std::move(wanted->wish);
    request->refusal = refusal_of_suppliers(api, wanted->asked);
    const HeldByClient::Replaced replaced{request->session_id, std::move(wanted->replaces)};
    const auto client =
        client_that_may_hold(api, *call, wanted->quantity, replaced, request->refusal);
    const auto tell = [&api, client, quantity = wanted->quantity](const Session* session) {
        if (client) api.clients.held.decided(*client, quantity, session);
    };
    const auto preference = wait_preference_of(call->request(), api.hold_wait);
    submit(
        api, call, std::move(*request),
        [&api, call, preference, tell, answer = wanted->answer,
         asked = std::move(wanted->asked)](const Decided& decided) {
            tell(decided.session.get());
            answer_when_held(api, call, decided, preference, answer, asked);
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
    auto request = request_for(api, *call, path);
    if (!request) return;
    request->wish = DropHold{*hold};
    const auto preference = wait_preference_of(call->request(), std::chrono::milliseconds(0));
    submit(api, call, std::move(*request),
           [&api, call, id = *hold, preference](const Decided& decided) {
               answer_with_outcome(api, call, decided, preference, release_of(id, preference));
           });
}

}  // namespace viaja::session
