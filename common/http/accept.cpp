#include "common/http/accept.hpp"

#include <algorithm>
#include <string>

namespace viaja::http {
namespace {

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

// 0 for a range that does not include the type, else the more the narrower it is.
int specificity(std::string_view range, std::string_view type) {
    if (equal_ignoring_case(range, type)) return 3;
    const std::string_view family = type.substr(0, type.find('/') + 1);
    const bool whole_family =
        range.ends_with("/*") && equal_ignoring_case(range.substr(0, range.size() - 1), family);
    if (whole_family) return 2;
    return range == "*/*" ? 1 : 0;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view next_part(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part);
}

bool accepts(const Request& request, std::string_view media_type) {
    const std::string accept = request.headers.joined("Accept");
    std::string_view rest = accept;
    if (trimmed(rest).empty()) return true;
    int best = 0;
    bool accepted = false;
    while (!rest.empty()) {
        std::string_view parameters = next_part(rest, ',');
        const std::string_view range = next_part(parameters, ';');
        const int found = specificity(range, media_type);
        if (found <= best) continue;  // the narrowest range decides
        best = found;
        accepted = !has_zero_weight(parameters);
    }
    return accepted;
}

}  // namespace viaja::http
