#include "session-service/http/hold_answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "common/contract/check.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/sentences.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;
using Together = std::vector<const Hold*>;

http::Response hold_response(int status, const Hold& hold, const SessionView& view) {
    auto body = hold_json(hold);
    body["session"] = session_json(*view.session, view.now);
    auto response = http::json_response(status, to_text(body));
    response.headers.set("Location",
                         "/v1/sessions/" + view.session->id.text() + "/holds/" + hold.id.text());
    response.headers.set("ETag", etag_of(*view.session));
    return response;
}

http::Response list_response(int status, const Together& together, const SessionView& view) {
    json body = {{"holds", json::array()}, {"session", session_json(*view.session, view.now)}};
    for (const auto* hold : together)
        body["holds"].push_back(hold_json(*hold));
    auto response = http::json_response(status, to_text(body));
    response.headers.set("Location", "/v1/sessions/" + view.session->id.text());
    response.headers.set("ETag", etag_of(*view.session));
    return response;
}

/// A refusal with the session around it.
Decided refused(Code code, std::string detail, const SessionView& view) {
    Decided decided;
    decided.code = code;
    decided.detail = std::move(detail);
    decided.session = view.session;
    decided.now = view.now;
    return decided;
}

bool is_given_up(const Hold& hold) {
    return hold.state == HoldState::releasing || hold.state == HoldState::released;
}

/// Given up by the traveller or by time before its supplier answered.
bool was_never_held(const Hold& hold) {
    return is_given_up(hold) && hold.description.empty();
}

/// By how it was given up, which does not change any more: the session may end in another way
/// later.
Decided given_up(const Hold& hold, const std::string& what, const SessionView& view) {
    if (hold.release == Command::expire) {
        return refused(Code::session_expired,
                       "The session's time ran out before the supplier answered.", view);
    }
    return refused(Code::invalid_state, what + " was given up before the supplier answered.", view);
}

Together list_of(const SessionView& view, const HoldId& first) {
    const auto* hold = find_hold(*view.session, first);
    check(hold != nullptr, "a hold that was asked for is not in its session");
    return asked_together(*view.session, *hold);
}

const Hold* find_if(const Together& together, bool (*matches)(const Hold&)) {
    const auto found =
        std::ranges::find_if(together, [&](const Hold* hold) { return matches(*hold); });
    return found == together.end() ? nullptr : *found;
}

/// Which of the list was refused and why, and what became of the rest.
http::Response refused_list(const HttpCall& call, const Together& together, const Hold& hold,
                            const SessionView& view) {
    const auto why = refusal_of(hold, together);
    const auto at = std::ranges::find(together, &hold) - together.begin();
    const bool given_back = std::ranges::none_of(
        together, [](const Hold* one) { return one->state == HoldState::releasing; });
    const auto* rest = given_back ? " Nothing of the list is held."
                                  : " What was held of the list is being given back.";
    const std::vector<http::FieldError> errors = {{"/items/" + std::to_string(at), why.detail}};
    return refusal_response(call.request(), refused(why.code, why.detail + rest, view), errors);
}

/// Nullopt while suppliers have still to answer for the list.
std::optional<http::Response> decided_list(const HttpCall& call, const Together& together,
                                           const SessionView& view) {
    if (const auto* hold = find_if(together, was_refused)) {
        return refused_list(call, together, *hold, view);
    }
    const auto is_asked = [](const Hold& hold) { return hold.state == HoldState::asked; };
    if (find_if(together, is_asked)) return std::nullopt;
    if (const auto* hold = find_if(together, was_never_held)) {
        return refusal_response(call.request(), given_up(*hold, "The list", view));
    }
    return list_response(201, together, view);
}

/// Refused, and some of it is still to be given back.
bool is_being_given_back(const Together& together) {
    const auto is_releasing = [](const Hold& hold) { return hold.state == HoldState::releasing; };
    return find_if(together, was_refused) && find_if(together, is_releasing);
}

}  // namespace

AwaitedOutcome answer_to_hold(const SharedHttpCall& call, const HoldId& id) {
    return {[call, id](const SessionView& view) -> std::optional<http::Response> {
                const auto* hold = find_hold(*view.session, id);
                if (!hold || hold->state == HoldState::asked) return std::nullopt;
                if (hold->state == HoldState::refused) {
                    const auto why = refusal_of(*hold, {hold});
                    return refusal_response(call->request(), refused(why.code, why.detail, view));
                }
                if (was_never_held(*hold)) {
                    return refusal_response(call->request(), given_up(*hold, "The hold", view));
                }
                return hold_response(201, *hold, view);
            },
            [id](const SessionView& view) {
                const auto* hold = find_hold(*view.session, id);
                check(hold != nullptr, "a hold that was asked for is not in its session");
                return hold_response(202, *hold, view);
            }};
}

AwaitedOutcome answer_to_list(const SharedHttpCall& call, const HoldId& first) {
    return {[call, first](const SessionView& view) -> std::optional<http::Response> {
                if (!find_hold(*view.session, first)) return std::nullopt;
                const auto together = list_of(view, first);
                if (is_being_given_back(together)) return std::nullopt;
                return decided_list(*call, together, view);
            },
            [call, first](const SessionView& view) {
                const auto together = list_of(view, first);
                auto decided = decided_list(*call, together, view);
                return decided ? std::move(*decided) : list_response(202, together, view);
            }};
}

}  // namespace viaja::session
