#include "common/http/target.hpp"

#include <algorithm>

#include "common/text/percent.hpp"
#include "common/text/utf8.hpp"

namespace viaja::http {
namespace {

bool read_query(std::string_view text, Query& query) {
    while (!text.empty()) {
        const std::string_view field = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), field.size() + 1));
        if (field.empty()) continue;
        const std::size_t equals = field.find('=');
        auto name = text_of_part(field.substr(0, equals), true);
        auto value = equals == std::string_view::npos
                         ? std::optional<std::string>("")
                         : text_of_part(field.substr(equals + 1), true);
        if (!name || !value) return false;
        query.add(std::move(*name), std::move(*value));
    }
    return true;
}

// "host" or "host:port" as in a Host header or an absolute target; not a full check of names.
bool is_authority(std::string_view text) {
    return !text.empty() && text.find_first_of("@/?#\\,\"<> ") == std::string_view::npos;
}

// Cuts "http://host" off, so that the path is left. False if the target is no absolute one.
bool remove_origin(std::string_view& target) {
    const std::size_t colon = target.find("://");
    if (colon == std::string_view::npos) return false;
    const std::string_view scheme = target.substr(0, colon);
    if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return false;
    target.remove_prefix(colon + 3);
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    if (!is_authority(target.substr(0, end))) return false;
    target.remove_prefix(end);
    return true;
}

}  // namespace

std::optional<std::string> text_of_part(std::string_view part, bool plus_is_space) {
    std::string spaced(part);
    if (plus_is_space) std::ranges::replace(spaced, '+', ' ');
    auto decoded = percent_decoded(spaced);
    const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    if (!decoded || std::ranges::any_of(*decoded, is_control) || !is_utf8(*decoded)) {
        return std::nullopt;
    }
    return decoded;
}

std::optional<std::string> read_target(Request& request) {
    std::string_view rest = request.target;
    if (request.method == "CONNECT") {
        if (is_authority(rest)) return std::nullopt;
        return "The target of CONNECT must be host:port.";
    }
    if (rest == "*" && request.method == "OPTIONS") {
        request.path = rest;
        return std::nullopt;
    }
    if (rest.find('#') != std::string_view::npos) {
        return "A target has no fragment: '#' must be written as %23.";
    }
    if (rest.empty() || (rest.front() != '/' && !remove_origin(rest))) {
        return "The target must begin with '/', or with http:// or https:// and a host.";
    }
    const std::size_t question = rest.find('?');
    const std::string_view path = rest.substr(0, question);
    request.path = path.empty() ? "/" : path;
    if (!text_of_part(path, false)) {
        return "The path has a broken %-escape, a control character, or is not UTF-8.";
    }
    if (question != std::string_view::npos &&
        !read_query(rest.substr(question + 1), request.query)) {
        return "The query has a broken %-escape, a control character, or is not UTF-8.";
    }
    return std::nullopt;
}

}  // namespace viaja::http
