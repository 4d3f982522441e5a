#include "common/http/problem.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "common/text/json_text.hpp"

namespace viaja::http {
namespace {

// The table of docs/openapi.yaml. 503 is the only 5xx that Viaja answers.
constexpr std::array kKnownProblems = {
    KnownProblem{400, "malformed_request", "The request is not well-formed HTTP"},
    KnownProblem{400, "malformed_json", "The body is not the JSON that is expected"},
    KnownProblem{400, "invalid_field", "A field has a value that cannot be used"},
    KnownProblem{400, "missing_idempotency_key", "An Idempotency-Key is required"},
    KnownProblem{400, "bad_signature", "The report is not signed as it has to be"},
    KnownProblem{402, "payment_declined", "The payment was declined"},
    KnownProblem{403, "foreign_page", "A page of another site asked for this"},
    KnownProblem{404, "not_found", "The resource was not found"},
    KnownProblem{405, "method_not_allowed", "The method is not allowed here"},
    KnownProblem{406, "not_acceptable", "No accepted representation exists"},
    KnownProblem{408, "request_timeout", "The request took too long to arrive"},
    KnownProblem{409, "not_available", "What was asked for is not available"},
    KnownProblem{409, "supplier_refused", "The supplier refused"},
    KnownProblem{409, "invalid_state", "This is not possible in the present state"},
    KnownProblem{409, "session_expired", "The session has expired"},
    KnownProblem{409, "payment_in_progress", "A payment is in progress"},
    KnownProblem{409, "hold_pending", "A hold has not been answered yet"},
    KnownProblem{409, "hold_lost", "A hold was lost"},
    KnownProblem{409, "no_holds", "There is nothing to pay"},
    KnownProblem{409, "request_in_progress", "The same request is still being worked on"},
    KnownProblem{409, "busy", "The session is busy with another request"},
    KnownProblem{409, "payment_undone", "The payment was undone"},
    KnownProblem{409, "capture_pending", "A capture has not been answered yet"},
    KnownProblem{409, "impossible_connection", "A flight cannot be reached from the one before"},
    KnownProblem{412, "version_mismatch", "The session has another version"},
    KnownProblem{413, "body_too_large", "The body is too large"},
    KnownProblem{414, "uri_too_long", "The request line is too long"},
    KnownProblem{415, "unsupported_media_type", "The body has a type that is not understood"},
    KnownProblem{409, "quote_expired", "The quote cannot be confirmed any more"},
    KnownProblem{409, "price_changed", "A price has changed"},
    KnownProblem{421, "wrong_shard", "The session is at another shard"},
    KnownProblem{422, "amount_mismatch", "The amount is not the price"},
    KnownProblem{422, "idempotency_key_reused", "This Idempotency-Key came with another body"},
    KnownProblem{426, "upgrade_required", "An upgrade to WebSocket is required"},
    KnownProblem{429, "too_many_requests", "Too many requests"},
    KnownProblem{431, "headers_too_large", "The header fields are too large"},
    KnownProblem{503, "overloaded", "The service is overloaded"},
    KnownProblem{503, "supplier_unavailable", "A supplier does not answer at present"},
    KnownProblem{503, "unavailable", "A required dependency is unavailable"},
    KnownProblem{503, "draining", "This process is shutting down"},
};

nlohmann::json errors_json(const std::vector<FieldError>& errors) {
    auto list = nlohmann::json::array();
    for (const FieldError& error : errors)
        list.push_back({{"pointer", error.pointer}, {"detail", error.detail}});
    return list;
}

Response build(std::string_view instance, std::string_view request_id, const Problem& problem,
               const nlohmann::json& more) {
    const KnownProblem* known = known_problem(problem.code);
    if (known == nullptr && problem.status == 0) {
        throw std::logic_error("no status is known for the problem code " + problem.code);
    }
    const int status = problem.status != 0 ? problem.status : known->status;
    std::string_view title = problem.title;
    if (title.empty()) title = known != nullptr ? known->title : reason_phrase(status);

    JsonMembers body = {{"type", "/problems/" + problem.code},
                        {"title", title},
                        {"status", status},
                        {"code", problem.code},
                        {"detail", problem.detail}};
    if (!instance.empty()) body.emplace_back("instance", instance);
    if (problem.session_state) body.emplace_back("session_state", *problem.session_state);
    if (problem.side_effects || status == 503) {
        body.emplace_back("side_effects",
                          name_of(problem.side_effects.value_or(SideEffects::none)));
    }
    body.emplace_back("request_id", request_id);
    if (!problem.errors.empty()) body.emplace_back("errors", errors_json(problem.errors));
    if (more.is_object()) {
        for (const auto& [name, value] : more.items())
            body.emplace_back(name, value);
    }

    Response response{status, {{"Content-Type", "application/problem+json"}}, ""};
    if (problem.retry_after_seconds || status == 503) {
        response.headers.set("Retry-After",
                             std::to_string(problem.retry_after_seconds.value_or(1)));
    }
    response.body = json_text_in_order(body);
    return response;
}

}  // namespace

Problem refusal(std::string code, std::string detail) {
    return {
        .code = std::move(code), .detail = std::move(detail), .side_effects = SideEffects::none};
}

Problem invalid_fields(std::string detail, std::vector<FieldError> errors) {
    Problem problem = refusal("invalid_field", std::move(detail));
    problem.errors = std::move(errors);
    return problem;
}

Problem unavailable(std::string detail, int retry_after_seconds) {
    Problem problem = refusal("unavailable", std::move(detail));
    problem.retry_after_seconds = retry_after_seconds;
    return problem;
}

std::span<const KnownProblem> known_problems() {
    return kKnownProblems;
}

const KnownProblem* known_problem(std::string_view code) {
    for (const KnownProblem& known : kKnownProblems) {
        if (known.code == code) return &known;
    }
    return nullptr;
}

Response problem_response(const Request& request, const Problem& problem) {
    return build(request.path, request.request_id, problem, nullptr);
}

Response problem_response(const Request& request, const Problem& problem,
                          const nlohmann::json& more) {
    return build(request.path, request.request_id, problem, more);
}

Response problem_response(std::string_view instance, std::string_view request_id,
                          const Problem& problem) {
    return build(instance, request_id, problem, nullptr);
}

}  // namespace viaja::http
