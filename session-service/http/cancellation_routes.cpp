#include "session-service/http/cancellation_routes.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "common/http/json_body.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/http/outcomes.hpp"
#include "session-service/http/representation.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// How long a confirmation waits for its outcome unless the client says otherwise.
constexpr std::chrono::milliseconds kCancellationWait{5'000};

/// The holds that the body names; nullopt if it was answered already.
std::optional<std::vector<HoldId>> read_holds(const HttpCall& call, const json& body) {
    std::vector<HoldId> holds;
    if (!body.contains("holds")) return holds;
    auto problem = http::invalid_fields("The cancellation cannot be read: see errors.", {});
    const auto& list = body["holds"];
    if (!list.is_array() || list.empty() || list.size() > kHoldsMax) {
        problem.errors.push_back({"/holds", "must list 1 to " + std::to_string(kHoldsMax) +
                                                " ids of holds; leave it out for all"});
        call.refuse(problem);
        return std::nullopt;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto id =
            list[i].is_string() ? HoldId::parse(list[i].get<std::string>()) : std::nullopt;
        if (id) {
            holds.push_back(*id);
        } else {
            problem.errors.push_back({"/holds/" + std::to_string(i), "must be the id of a hold"});
        }
    }
    if (problem.errors.empty()) return holds;
    call.refuse(problem);
    return std::nullopt;
}

/// Another request was decided in the same commit, behind this one.
void refuse_replaced(const HttpCall& call, Decided decided) {
    decided.code = Code::quote_expired;
    decided.detail =
        "Another quote, or a payment, came right behind this one, which it replaces. Nothing was "
        "changed or refunded; ask for another one.";
    call.refuse(decided);
}

/// The money and the holds are given back.
AwaitedOutcome end_of_cancellation() {
    return {[](const SessionView& view) -> std::optional<http::Response> {
                if (view.session->state == SessionState::cancelling) return std::nullopt;
                return session_response(200, view);
            },
            [](const SessionView& view) { return session_response(202, view); }};
}

}  // namespace

void quote_cancellation(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    auto request = request_for(api, *call, path);
    if (!request) return;
    auto holds = read_holds(*call, std::get<json>(body));
    if (!holds) return;
    const auto id = new_uuid(api.clock, api.random);
    request->wish = QuoteCancellation{id, std::move(*holds)};
    submit(api, call, std::move(*request), [call, id](const Decided& decided) {
        if (decided.code != Code::accepted) return call->refuse(decided);
        const auto& quote = decided.session->cancellation;
        if (!quote || quote->id != id) return refuse_replaced(*call, decided);
        call->answer(201, cancellation_json(*decided.session),
                     {{"ETag", etag_of(*decided.session)}, {"Cache-Control", "no-store"}});
    });
}

void confirm_cancellation(Api& api, const SharedHttpCall& call, const http::PathParameters& path) {
    auto body = http::parse_json_object(call->request(), http::EmptyBody::means_empty_object);
    if (auto* wrong = std::get_if<http::Response>(&body)) return call->answer(std::move(*wrong));
    auto request = request_for(api, *call, path);
    if (!request) return;
    const auto id = Uuid::parse(path.at("cancellation"));
    // The same for what is no id: there is no such quote.
    request->wish = ConfirmCancellation{id.value_or(Uuid{})};
    auto read = std::get<json>(body);
    read["cancellation"] = path.at("cancellation");
    request->key = read_idempotency_key(*call, "cancellations", read);
    if (!request->key) return;
    const auto preference = wait_preference_of(call->request(), kCancellationWait);
    submit(api, call, std::move(*request), [&api, call, preference](const Decided& decided) {
        answer_with_outcome(api, call, decided, preference, end_of_cancellation());
    });
}

}  // namespace viaja::session
