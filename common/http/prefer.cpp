#include "common/http/prefer.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/http/accept.hpp"
#include "common/text/blanks.hpp"

namespace viaja::http {
namespace {

/// What more seconds than can be counted become; nothing waits for so long.
constexpr std::int64_t kSecondsMax = 1'000'000'000;

/// As next_part, for a field that may have quoted strings: a separator inside of one is text.
std::string_view next_unquoted_part(std::string_view& text, char separator) {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (quoted || text[end] != separator); ++end) {
        if (text[end] == '"') quoted = !quoted;
        if (quoted && text[end] == '\\') ++end;
    }
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return trimmed(part, kSpaceAndTab);
}

/// A token as it is, a quoted string without its quotes.
std::string unquoted(std::string_view word) {
    const bool quoted = word.size() >= 2 && word.starts_with('"') && word.ends_with('"');
    if (!quoted) return std::string(word);
    std::string text;
    for (std::size_t i = 1; i + 1 < word.size(); ++i) {
        if (word[i] == '\\' && i + 2 < word.size()) ++i;
        text += word[i];
    }
    return text;
}

/// delta-seconds (RFC 9110, section 10.2.3): too large a number means as long as can be.
std::optional<std::chrono::seconds> seconds_of(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') return std::nullopt;
        seconds = std::min(seconds * 10 + (digit - '0'), kSecondsMax);
    }
    return std::chrono::seconds(seconds);
}

}  // namespace

Preferences preferences_of(const Request& request) {
    Preferences preferences;
    const std::string field = request.headers.joined("Prefer");
    std::string_view rest = field;
    bool seen_respond_async = false;
    bool seen_wait = false;
    while (!rest.empty()) {
        std::string_view parameters = next_unquoted_part(rest, ',');
        std::string_view value = next_unquoted_part(parameters, ';');
        const std::string_view name = next_part(value, '=');
        if (equal_ignoring_case(name, "respond-async") && !seen_respond_async) {
            seen_respond_async = true;
            preferences.respond_async = unquoted(trimmed(value, kSpaceAndTab)).empty();
        } else if (equal_ignoring_case(name, "wait") && !seen_wait) {
            seen_wait = true;
            preferences.wait = seconds_of(unquoted(trimmed(value, kSpaceAndTab)));
        }
    }
    return preferences;
}

}  // namespace viaja::http
