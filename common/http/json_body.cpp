#include "common/http/json_body.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/http/problem.hpp"

namespace viaja::http {
namespace {

using nlohmann::json;

// Thrown out of the parser's callback, which has no other way to stop it, and caught below.
struct Refused {
    std::string why;
};

// Watches the parser go by: how deep it is, and which names each open object has had.
class Watch {
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

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Cuts the part before `separator` off and returns it without surrounding spaces.
std::string_view next_part(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

bool is_json(std::string_view content_type) {
    if (!equal_ignoring_case(next_part(content_type, ';'), "application/json")) return false;
    while (!content_type.empty()) {
        std::string_view parameter = next_part(content_type, ';');
        const std::string_view name = next_part(parameter, '=');
        const std::string_view value = trimmed(parameter);
        const bool utf8 =
            equal_ignoring_case(value, "utf-8") || equal_ignoring_case(value, "\"utf-8\"");
        if (equal_ignoring_case(name, "charset") && !utf8) return false;
    }
    return true;
}

// Whether the weight that follows a media range is zero ("q=0", "q=0.000"): not acceptable.
bool has_zero_weight(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view parameter = next_part(parameters, ';');
        if (!equal_ignoring_case(next_part(parameter, '='), "q")) continue;
        const std::string_view weight = trimmed(parameter);
        return !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
}

// 0 for a range that does not include application/json, else the more the narrower it is.
int specificity(std::string_view range) {
    if (equal_ignoring_case(range, "application/json")) return 3;
    if (equal_ignoring_case(range, "application/*")) return 2;
    return range == "*/*" ? 1 : 0;
}

Problem malformed(std::string detail) {
    return {.code = "malformed_json", .detail = std::move(detail)};
}

}  // namespace

std::optional<Response> refuse_unless_json_accepted(const Request& request) {
    const std::string accept = request.headers.joined("Accept");
    std::string_view rest = accept;
    if (trimmed(rest).empty()) return std::nullopt;
    int best = 0;
    bool accepted = false;
    while (!rest.empty()) {
        std::string_view parameters = next_part(rest, ',');
        const std::string_view range = next_part(parameters, ';');
        const int found = specificity(range);
        if (found <= best) continue;  // the narrowest range decides
        best = found;
        accepted = !has_zero_weight(parameters);
    }
    if (accepted) return std::nullopt;
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
        json body = json::parse(request.body, Watch());
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
