#include "common/http/target.hpp"

#include <algorithm>

#include "common/text/utf8.hpp"

namespace viaja::http {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

bool read_query(std::string_view text, Query& query) {
    while (!text.empty()) {
        const std::string_view field = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), field.size() + 1));
        if (field.empty()) continue;
        const std::size_t equals = field.find('=');
        auto name = percent_decode(field.substr(0, equals), true);
        auto value = equals == std::string_view::npos
                         ? std::optional<std::string>("")
                         : percent_decode(field.substr(equals + 1), true);
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

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char character = text[at];
        if (character == '%') {
            if (text.size() - at < 3) return std::nullopt;
            const int high = hex_value(text[at + 1]);
            const int low = hex_value(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            character = static_cast<char>(high * 16 + low);
            at += 2;
        } else if (character == '+' && plus_is_space) {
            character = ' ';
        }
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || byte == 0x7f) return std::nullopt;
        decoded += character;
    }
    if (!is_utf8(decoded)) return std::nullopt;
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
    if (!percent_decode(path, false)) {
        return "The path has a broken %-escape, a control character, or is not UTF-8.";
    }
    if (question != std::string_view::npos &&
        !read_query(rest.substr(question + 1), request.query)) {
        return "The query has a broken %-escape, a control character, or is not UTF-8.";
    }
    return std::nullopt;
}

}  // namespace viaja::http
