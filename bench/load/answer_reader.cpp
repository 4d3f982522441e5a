#include "bench/load/answer_reader.hpp"

#include <strings.h>

#include "common/text/blanks.hpp"
#include "common/text/whole_number.hpp"

namespace viaja::bench {
namespace {

constexpr std::size_t kAnswerBytesMax = 1024 * 1024;

bool same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

std::size_t number_in(std::string_view text) {
    const auto number = whole_number<std::size_t>(text);
    if (!number) {
        throw BadAnswer("the server sent \"" + std::string(text) + "\" where a number belongs");
    }
    return *number;
}

struct Head {
    HttpAnswer answer;
    std::optional<std::size_t> length;
};

void take_field(Head& head, std::string_view line) {
    const auto colon = line.find(':');
    if (colon == line.npos) throw BadAnswer("the server sent a header line without a colon");
    const auto name = line.substr(0, colon);
    const auto value = trimmed(line.substr(colon + 1), kSpaceAndTab);
    if (same_name(name, "content-length")) head.length = number_in(value);
    if (same_name(name, "retry-after")) {
        head.answer.retry_after_seconds = static_cast<int>(number_in(value));
    }
    if (same_name(name, "connection")) head.answer.closes = same_name(value, "close");
}

/// `text` are the lines before the empty one, without the last line's end.
Head read_head(std::string_view text) {
    const auto next_line = [&text] {
        const auto end = text.find("\r\n");
        const auto line = text.substr(0, end);
        text = end == text.npos ? "" : text.substr(end + 2);
        return line;
    };
    Head head;
    const auto first = next_line();
    if (first.size() < 12 || !first.starts_with("HTTP/1.1 ")) {
        throw BadAnswer("the server sent \"" + std::string(first.substr(0, 80)) +
                        "\" where an HTTP answer belongs");
    }
    head.answer.status = static_cast<int>(number_in(first.substr(9, 3)));
    while (!text.empty())
        take_field(head, next_line());
    return head;
}

/// The position behind the string that begins at `at`; npos if it does not end.
std::size_t string_end(std::string_view json, std::size_t at) {
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.npos;
}

std::size_t past_spaces(std::string_view json, std::size_t at) {
    const auto found = json.find_first_not_of(" \t\r\n", at);
    return found == json.npos ? json.size() : found;
}

/// The position behind the value that begins at `at`; npos if it does not end.
std::size_t value_end(std::string_view json, std::size_t at) {
    if (at >= json.size()) return json.npos;
    if (json[at] == '"') return string_end(json, at);
    if (json[at] != '{' && json[at] != '[') {
        const auto end = json.find_first_of(",}] \t\r\n", at);
        return end == json.npos ? json.size() : end;
    }
    int depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = string_end(json, at);
            if (at == json.npos) return json.npos;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at;
        if (depth == 0) return at;
    }
    return json.npos;
}

std::optional<std::string_view> member(std::string_view json, std::string_view name) {
    auto at = past_spaces(json, 0);
    if (at >= json.size() || json[at] != '{') return std::nullopt;
    at = past_spaces(json, at + 1);
    while (at < json.size() && json[at] == '"') {
        const auto key_end = string_end(json, at);
        if (key_end == json.npos) return std::nullopt;
        const auto key = json.substr(at + 1, key_end - at - 2);
        at = past_spaces(json, key_end);
        if (at >= json.size() || json[at] != ':') return std::nullopt;
        at = past_spaces(json, at + 1);
        const auto end = value_end(json, at);
        if (end == json.npos) return std::nullopt;
        if (key == name) return json.substr(at, end - at);
        at = past_spaces(json, end);
        if (at >= json.size() || json[at] != ',') return std::nullopt;
        at = past_spaces(json, at + 1);
    }
    return std::nullopt;
}

}  // namespace

std::optional<HttpAnswer> AnswerReader::next() {
    const auto head_end = bytes_.find("\r\n\r\n");
    if (bytes_.size() > kAnswerBytesMax) throw BadAnswer("the server sent too long an answer");
    if (head_end == std::string::npos) return std::nullopt;
    auto head = read_head(std::string_view(bytes_).substr(0, head_end));
    const bool may_have_body = head.answer.status != 204 && head.answer.status != 304;
    if (!head.length && may_have_body) {
        throw BadAnswer("the server sent an answer without a Content-Length");
    }
    const auto body_begin = head_end + 4;
    const auto length = head.length.value_or(0);
    if (bytes_.size() - body_begin < length) return std::nullopt;
    head.answer.body = bytes_.substr(body_begin, length);
    bytes_.erase(0, body_begin + length);
    return std::move(head.answer);
}

std::optional<std::string_view> json_value(std::string_view json,
                                           std::initializer_list<std::string_view> path) {
    for (const auto name : path) {
        const auto found = member(json, name);
        if (!found) return std::nullopt;
        json = *found;
    }
    if (json.size() >= 2 && json.front() == '"') json = json.substr(1, json.size() - 2);
    return json;
}

}  // namespace viaja::bench
