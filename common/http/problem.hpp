#pragma once
// Error answers: application/problem+json (RFC 9457) with the stable codes of docs/openapi.yaml.
// Pure functions; any thread.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

/// What the failed request may have changed, said to the client.
enum class SideEffects { none, possible, reversed };
constexpr std::string_view name_of(SideEffects value) {
    switch (value) {
        case SideEffects::none:
            return "none";
        case SideEffects::possible:
            return "possible";
        case SideEffects::reversed:
            return "reversed";
    }
    return {};
}

/// One wrong field of the body: `pointer` is a JSON pointer such as "/travellers/0/name".
struct FieldError {
    std::string pointer;
    std::string detail;
};

/// `status` and `title` follow from `code` (see `known_problem`) unless they are given.
struct Problem {
    std::string code;    ///< "not_available"
    std::string detail;  ///< a sentence about this very case, for a person
    std::optional<std::string> session_state = std::nullopt;
    std::optional<SideEffects> side_effects = std::nullopt;  ///< a 503 without it says "none"
    std::vector<FieldError> errors = {};
    std::optional<int> retry_after_seconds = std::nullopt;  ///< a 503 without it says 1
    int status = 0;
    std::string title = {};
};

/// A request that was refused and changed nothing.
Problem refusal(std::string code, std::string detail);
/// The same with `invalid_field` and the fields that are wrong.
Problem invalid_fields(std::string detail, std::vector<FieldError> errors);
/// A 503 for a dependency that does not answer; nothing was changed.
Problem unavailable(std::string detail, int retry_after_seconds = 1);

struct KnownProblem {
    int status;
    std::string_view code;
    std::string_view title;
};

/// The table of codes, by status.
std::span<const KnownProblem> known_problems();
/// The row of the table of codes; nullptr for a code that is not in it.
const KnownProblem* known_problem(std::string_view code);

/// The answer to `request`: instance is its path, request_id its id. Text that is not UTF-8 is
/// repaired with U+FFFD rather than refused. A code that is neither in the table nor has a status
/// is a bug (std::logic_error). `more` (a JSON object, or null) gives further members, of other
/// names than a problem's own.
Response problem_response(const Request& request, const Problem& problem);
Response problem_response(const Request& request, const Problem& problem,
                          const nlohmann::json& more);

/// For a request that never became one; an empty `instance` is left out.
Response problem_response(std::string_view instance, std::string_view request_id,
                          const Problem& problem);

}  // namespace viaja::http
