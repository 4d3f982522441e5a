#include "common/http/json_body.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/http/accept.hpp"
#include "common/http/problem.hpp"
#include "common/text/blanks.hpp"

namespace viaja::http {
namespace {

using nlohmann::json;

// Thrown out of the parser's callback, which has no other way to stop it, and caught below.
struct Refused {
    std::string why;
};

// The parser's callback: counts how deep the body is, and keeps the names of each open object.
class NestingAndNames {
  public:
    bool operator()(int /*depth*/, json::parse_event_t event, json& parsed) {
        switch (event) {
            case json::parse_event_t::object_start:
            case json::parse_event_t::array_start:
                names_.emplace_back();
                if (names_.size() > kJsonDepthMax) {
                    throw Refused{"It is nested deeper than " + std::to_string(kJsonDepthMax) +
                                  " levels."};
                }
                break;
            case json::parse_event_t::object_end:
            case json::parse_event_t::array_end:
                names_.pop_back();
                break;
            case json::parse_event_t::key: {
                const auto& name = parsed.get_ref<const std::string&>();
                if (!names_.back().insert(name).second) {
                    throw Refused{"The member \"" + name + "\" comes twice."};
                }
                break;
            }
            case json::parse_event_t::value:
                break;
        }
        return true;
    }

  private:
    std::vector<std::set<std::string>> names_;
};

bool is_json(std::string_view content_type) {
    if (!equal_ignoring_case(next_part(content_type, ';'), "application/json")) return false;
    while (!content_type.empty()) {
        std::string_view parameter = next_part(content_type, ';');
        const std::string_view name = next_part(parameter, '=');
        const std::string_view value = trimmed(parameter, kSpaceAndTab);
        const bool utf8 =
            equal_ignoring_case(value, "utf-8") || equal_ignoring_case(value, "\"utf-8\"");
        if (equal_ignoring_case(name, "charset") && !utf8) return false;
    }
    return true;
}

Problem malformed(std::string detail) {
    return {.code = "malformed_json", .detail = std::move(detail)};
}

}  // namespace

std::optional<Response> refuse_unless_json_accepted(const Request& request) {
    if (accepts(request, "application/json")) return std::nullopt;
    return problem_response(request, {.code = "not_acceptable",
                                      .detail = "Only application/json can be answered here, and "
                                                "the Accept field excludes it."});
}

std::variant<json, Response> parse_json_object(const Request& request, EmptyBody empty_body) {
    if (auto refusal = refuse_unless_json_accepted(request)) return std::move(*refusal);

    const std::string* type = request.headers.find("Content-Type");
    const bool may_be_empty = empty_body == EmptyBody::means_empty_object;
    if (request.body.empty() && may_be_empty) return json::object();
    if (type == nullptr || request.headers.count("Content-Type") > 1 || !is_json(*type)) {
        return problem_response(request,
                                {.code = "unsupported_media_type",
                                 .detail = "The body must come as Content-Type: application/json, "
                                           "in UTF-8."});
    }
    try {
        json body = json::parse(request.body, NestingAndNames());
        if (body.is_object()) return body;
        return problem_response(request, malformed("The body must be a JSON object."));
    } catch (const Refused& refused) {
        return problem_response(request, malformed(refused.why));
    } catch (const json::parse_error& error) {
        return problem_response(request, malformed("The body is not JSON: it breaks off or goes "
                                                   "wrong at byte " +
                                                   std::to_string(error.byte) + "."));
    } catch (const json::exception&) {
        return problem_response(request, malformed("The body has a number that is too large."));
    }
}

}  // namespace viaja::http
