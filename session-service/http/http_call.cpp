#include "session-service/http/http_call.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/http/bearer_token.hpp"
#include "common/http/conditional.hpp"
#include "common/text/visible_ascii.hpp"
#include "common/text/whole_number.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/prices.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/http/representation.hpp"
#include "session-service/http/secrets.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kKeyLengthMax = 255;

struct Words {
    const char* code;
    const char* detail;
};

Words words_of(Failure failure) {
    switch (failure) {
        case Failure::busy:
            return {"busy",
                    "Another request is changing the session; nothing was done. Try again."};
        case Failure::overloaded:
            return {"overloaded", "Too many requests are waiting; nothing was done. Try again."};
        case Failure::stopping:
            return {"draining", "This server is going down; nothing was done. Try again."};
        case Failure::unavailable:
            return {"unavailable",
                    "The database cannot be used at present; nothing was done. Try again."};
        case Failure::maybe_done:
            return {"unavailable",
                    "The database became unavailable, so it may have been done; try again with the "
                    "same Idempotency-Key."};
        case Failure::bug:
            break;
    }
    return {"unavailable",
            "An internal error stopped this request and was logged; nothing was done."};
}

/// What costs something else now, and what all of it did and does.
void add_prices(nlohmann::json& more, const Decided& decided) {
    auto& list = more["prices"] = nlohmann::json::array();
    for (const auto& price : decided.prices) {
        list.push_back(
            {{"hold", price.hold.text()},
             {"price", to_json(price.held)},
             {"current_price", price.now ? to_json(*price.now) : nlohmann::json(nullptr)}});
    }
    const auto now = total_now(*decided.session, decided.prices);
    more["total"] = to_json(total(*decided.session));
    more["current_total"] = now ? to_json(*now) : nlohmann::json(nullptr);
}

int seconds_of(Duration wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return static_cast<int>(std::max<std::int64_t>(1, seconds));
}

}  // namespace

HttpCall::HttpCall(http::Request request, http::Respond respond,
                   std::function<void()> on_wrong_token)
    : request_(std::move(request)),
      respond_(std::move(respond)),
      on_wrong_token_(std::move(on_wrong_token)) {}

void HttpCall::answer(int status, const nlohmann::json& body, http::Headers headers) const {
    auto response = http::json_response(status, to_text(body));
    for (const auto& [name, value] : headers)
        response.headers.set(name, value);
    respond_(std::move(response));
}

void HttpCall::answer_session(int status, const SessionView& view) const {
    respond_(session_response(status, view));
}

void HttpCall::refuse(const http::Problem& problem) const {
    respond_(http::problem_response(request_, problem));
}

void HttpCall::refuse(const http::Problem& problem, const nlohmann::json& more) const {
    respond_(http::problem_response(request_, problem, more));
}

void HttpCall::refuse(const Decided& decided) const {
    if (decided.code == Code::not_found && !decided.session) return refuse_unknown_session();
    if (decided.unreadable) return refuse_unreadable(decided.outcome_unknown);
    if (decided.code == Code::too_many_requests) {
        return refuse_too_many(decided.detail, decided.retry_after);
    }
    auto response = refusal_response(request_, decided);
    if (decided.replayed) response.headers.set("Idempotent-Replay", "true");
    respond_(std::move(response));
}

void HttpCall::refuse(Failure failure) const {
    const auto [code, detail] = words_of(failure);
    auto problem = http::refusal(code, detail);
    problem.retry_after_seconds = 1;
    if (failure == Failure::maybe_done) problem.side_effects = http::SideEffects::possible;
    refuse(problem);
}

void HttpCall::refuse_unavailable() const {
    refuse(http::unavailable("The database is unavailable; nothing was done. Try again."));
}

void HttpCall::refuse_unknown_session() const {
    note_wrong_token();
    refuse(http::refusal("not_found", std::string(kNoSuchSession)));
}

void HttpCall::note_wrong_token() const {
    if (on_wrong_token_) on_wrong_token_();
}

void HttpCall::refuse_too_many(std::string detail, Duration wait) const {
    auto problem = http::refusal("too_many_requests", std::move(detail));
    problem.retry_after_seconds = seconds_of(wait);
    refuse(problem);
}

void HttpCall::refuse_unreadable(bool outcome_unknown) const {
    auto problem = http::unavailable(
        std::string("What is stored of this session cannot be read, which was logged; ") +
            (outcome_unknown ? "whether the request was done is not known. "
                             : "nothing was changed. ") +
            "Ask the operator: a repeat will be answered the same way.",
        60);
    if (outcome_unknown) problem.side_effects = http::SideEffects::possible;
    refuse(problem);
}

std::string etag_of(const Session& session) {
    return '"' + std::to_string(session.version) + '"';
}

http::Response session_response(int status, const SessionView& view) {
    auto response = http::json_response(status, to_text(session_json(*view.session, view.now)));
    response.headers.set("ETag", etag_of(*view.session));
    return response;
}

http::Response refusal_response(const http::Request& request, const Decided& decided,
                                std::vector<http::FieldError> errors) {
    auto problem = http::refusal(std::string(name_of(decided.code)), decided.detail);
    problem.errors = std::move(errors);
    if (decided.outcome_unknown) {
        problem.side_effects = http::SideEffects::possible;
        problem.retry_after_seconds = 1;
    }
    if (decided.retry_after > Duration(0)) {
        problem.retry_after_seconds = seconds_of(decided.retry_after);
    }
    if (decided.session) problem.session_state = name_of(decided.session->state);
    nlohmann::json more = nlohmann::json::object();
    if (decided.expected) {
        problem.errors.push_back({"/amount", "must be the session's total"});
        more["expected_amount"] = to_json(*decided.expected);
    }
    if (decided.code == Code::price_changed && decided.session) add_prices(more, decided);
    if (decided.session)
        more["available_actions"] = available_actions(*decided.session, decided.now);
    return http::problem_response(request, problem, more);
}

std::optional<int> number_of(const http::Request& request, const char* name, int by_default) {
    const auto* text = request.query.find(name);
    if (!text) return by_default;
    return whole_number(*text, 0);
}

std::string token_hash_of(const http::Request& request) {
    const auto token = http::bearer_token_of(request);
    return token.empty() ? std::string() : hash_of(token);
}

std::optional<IdempotencyKey> read_idempotency_key(const HttpCall& call, std::string route,
                                                   const nlohmann::json& body) {
    const auto* header = call.request().headers.find("Idempotency-Key");
    if (!header || header->empty()) {
        call.refuse(http::refusal(
            "missing_idempotency_key",
            "Send an Idempotency-Key: a new one for each thing you want, the same one when you "
            "repeat a request."));
        return std::nullopt;
    }
    if (is_visible_ascii(*header, kKeyLengthMax)) {
        return IdempotencyKey{std::move(route), *header, hash_of(to_text(body))};
    }
    call.refuse(
        http::invalid_fields("The Idempotency-Key cannot be used: see errors.",
                             {{"/Idempotency-Key", "must be 1 to 255 visible ASCII characters"}}));
    return std::nullopt;
}

std::optional<IfMatch> read_if_match(const HttpCall& call) {
    if (call.request().headers.count("If-Match") == 0) return IfMatch{};
    const auto tags = http::read_entity_tags(call.request(), "If-Match");
    if (tags && tags->any) return IfMatch{};
    if (tags && !(tags->strong.empty() && tags->weak.empty())) {
        std::vector<std::int64_t> versions;
        for (const auto& tag : tags->strong) {
            const auto version =
                whole_number<std::int64_t>(std::string_view(tag).substr(1, tag.size() - 2), 0);
            if (version) versions.push_back(*version);
        }
        return versions;
    }
    call.refuse(http::invalid_fields(
        "The If-Match cannot be used: see errors.",
        {{"/If-Match", "must be *, or ETags of this session with their quotes, such as \"3\""}}));
    return std::nullopt;
}

}  // namespace viaja::session
