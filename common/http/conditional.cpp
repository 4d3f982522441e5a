#include "common/http/conditional.hpp"

#include <algorithm>
#include <utility>

namespace viaja::http {
namespace {

/// What begins with white space and commas, without them: a list may have empty elements.
std::string_view next_element(std::string_view list) {
    const auto begin = list.find_first_not_of(" \t,");
    return begin == std::string_view::npos ? std::string_view() : list.substr(begin);
}

/// Takes the entity tag at the beginning of `list`, without its W/; nullopt where none begins. A
/// comma may be part of it.
std::optional<std::string_view> take_tag(std::string_view& list) {
    if (list.starts_with("W/")) list.remove_prefix(2);
    if (!list.starts_with('"')) return std::nullopt;
    const auto end = list.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto tag = list.substr(0, end + 1);
    list.remove_prefix(end + 1);
    return tag;
}

/// Whether an element ends here.
bool is_end(std::string_view list) {
    const auto next = list.find_first_not_of(" \t");
    return next == std::string_view::npos || list[next] == ',';
}

}  // namespace

std::optional<EntityTags> read_entity_tags(const Request& request, std::string_view field) {
    const auto value = request.headers.joined(field);
    auto list = next_element(value);
    EntityTags tags;
    if (list.starts_with('*')) {
        tags.any = true;
        const bool alone = is_end(list.substr(1)) && next_element(list.substr(1)).empty();
        return alone ? std::optional(std::move(tags)) : std::nullopt;
    }
    for (; !list.empty(); list = next_element(list)) {
        const bool weak = list.starts_with("W/");
        const auto tag = take_tag(list);
        if (!tag || !is_end(list)) return std::nullopt;
        (weak ? tags.weak : tags.strong).emplace_back(*tag);
    }
    return tags;
}

bool client_has(const Request& request, std::string_view etag) {
    if (request.method != "GET" && request.method != "HEAD") return false;
    const auto tags = read_entity_tags(request, "If-None-Match");
    if (!tags) return false;
    return tags->any || std::ranges::count(tags->strong, etag) > 0 ||
           std::ranges::count(tags->weak, etag) > 0;
}

Response not_modified(Headers headers) {
    return Response{304, std::move(headers), {}};
}

}  // namespace viaja::http
