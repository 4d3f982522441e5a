#include "common/http/accept.hpp"

#include <algorithm>
#include <string>

#include "common/text/blanks.hpp"

namespace viaja::http {
namespace {

constexpr int kFullWeight = 1000;

// "0.5" is 500; what is no weight counts as the full one.
int thousandths(std::string_view weight) {
    const bool begins_well = weight.starts_with('0') || weight.starts_with('1');
    if (!begins_well || (weight.size() > 1 && weight[1] != '.')) return kFullWeight;
    int value = (weight[0] - '0') * kFullWeight;
    int place = kFullWeight / 10;
    for (const char digit : weight.substr(std::min<std::size_t>(2, weight.size()))) {
        if (digit < '0' || digit > '9') return kFullWeight;
        value += (digit - '0') * place;
        place /= 10;
    }
    return std::min(value, kFullWeight);
}

// Of the parameters that follow a range: "charset=utf-8;q=0.5" is 500.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view parameter = next_part(parameters, ';');
        if (equal_ignoring_case(next_part(parameter, '='), "q"))
            return thousandths(trimmed(parameter, kSpaceAndTab));
    }
    return kFullWeight;
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

std::string_view next_part(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return trimmed(part, kSpaceAndTab);
}

int media_type_quality(const Request& request, std::string_view type) {
    const std::string accept = request.headers.joined("Accept");
    std::string_view rest = accept;
    if (trimmed(rest, kSpaceAndTab).empty()) return kFullWeight;
    int best = 0;
    int quality = 0;
    while (!rest.empty()) {
        std::string_view parameters = next_part(rest, ',');
        const int found = specificity(next_part(parameters, ';'), type);
        if (found <= best) continue;
        best = found;
        quality = weight_of(parameters);
    }
    return quality;
}

bool accepts(const Request& request, std::string_view media_type) {
    return media_type_quality(request, media_type) > 0;
}

bool accepts_coding(const Request& request, std::string_view coding) {
    const std::string field = request.headers.joined("Accept-Encoding");
    std::string_view rest = field;
    bool any = false;
    while (!rest.empty()) {
        std::string_view parameters = next_part(rest, ',');
        const std::string_view name = next_part(parameters, ';');
        const bool wanted = weight_of(parameters) > 0;
        if (equal_ignoring_case(name, coding)) return wanted;
        if (name == "*") any = wanted;
    }
    return any;
}

}  // namespace viaja::http
