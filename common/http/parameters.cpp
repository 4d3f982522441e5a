#include "common/http/parameters.hpp"

#include <set>
#include <string>

#include "common/http/problem.hpp"

namespace viaja::http {

std::optional<Response> refuse_repeated_parameter(const Request& request) {
    auto problem = invalid_fields("The query has a parameter more than once: see errors.", {});
    std::set<std::string> seen;
    std::set<std::string> named;
    for (const auto& [name, value] : request.query) {
        if (seen.insert(name).second || !named.insert(name).second) continue;
        problem.errors.push_back({"/" + name, "must be given once"});
    }
    if (problem.errors.empty()) return std::nullopt;
    return problem_response(request, problem);
}

}  // namespace viaja::http
