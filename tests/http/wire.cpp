#include "tests/http/wire.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace viaja::http::testing {
namespace {

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error("not a well-formed answer: " + what);
}

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

void read_status_line(std::string_view line, Answer& answer) {
    require(line.starts_with("HTTP/1.1 ") && line.size() > 13 && line[12] == ' ',
            "status line: " + std::string(line));
    const std::string digits(line.substr(9, 3));
    require(std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }),
            "status " + digits);
    answer.status = std::stoi(digits);
    require(answer.status >= 100 && answer.status <= 599, "status " + digits);
}

void read_field(std::string_view line, Answer& answer) {
    const std::size_t colon = line.find(": ");
    require(colon != std::string_view::npos && colon > 0, "field: " + std::string(line));
    const std::string_view value = line.substr(colon + 2);
    require(std::none_of(value.begin(), value.end(),
                         [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f; }),
            "control character in " + std::string(line));
    const std::string name(line.substr(0, colon));
    require(!answer.field(name).has_value(), "field twice: " + name);
    answer.fields.emplace_back(name, value);
}

std::size_t content_length(const Answer& answer) {
    const auto text = answer.field("Content-Length");
    if (answer.status == 204 || answer.status == 304 || answer.status < 200) {
        require(!text, "length on a status without body");
        return 0;
    }
    if (answer.field("Content-Type") == "text/event-stream") {
        require(!text && answer.closes(), "an event stream ends with the connection");
        return 0;
    }
    require(text && !text->empty() && text->size() < 10, "no Content-Length");
    require(text->find_first_not_of("0123456789") == std::string::npos, "Content-Length " + *text);
    return std::stoul(*text);
}

void require_common_fields(const Answer& answer) {
    if (answer.status < 200) return;
    require(answer.field("Date").has_value(), "no Date");
    const auto id = answer.field("X-Request-Id");
    require(id && !id->empty() && id->size() <= 128, "no X-Request-Id");
    const bool bodiless = answer.status == 204 || answer.status == 304;
    require(bodiless || answer.field("Content-Type").has_value(), "no Content-Type");
    require(!answer.field("Transfer-Encoding").has_value(), "Transfer-Encoding");
}

}  // namespace

std::optional<std::string> Answer::field(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (same_name(key, name)) return value;
    }
    return std::nullopt;
}

std::optional<ReadAnswer> read_answer(std::string_view bytes, bool to_head) {
    const std::size_t head_end = bytes.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return std::nullopt;
    ReadAnswer read;
    std::string_view head = bytes.substr(0, head_end + 2);
    bool first = true;
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        require(line.find_first_of("\r\n") == std::string_view::npos, "stray line end");
        if (first) {
            read_status_line(line, read.answer);
        } else {
            read_field(line, read.answer);
        }
        first = false;
    }
    require_common_fields(read.answer);
    const std::size_t length = to_head ? 0 : content_length(read.answer);
    if (bytes.size() < head_end + 4 + length) return std::nullopt;
    read.answer.body = bytes.substr(head_end + 4, length);
    read.bytes = head_end + 4 + length;
    return read;
}

std::vector<Answer> read_answers(std::string_view bytes) {
    std::vector<Answer> answers;
    while (!bytes.empty()) {
        auto read = read_answer(bytes, false);
        require(read.has_value(), "incomplete: " + std::string(bytes));
        answers.push_back(std::move(read->answer));
        bytes.remove_prefix(read->bytes);
    }
    return answers;
}

}  // namespace viaja::http::testing
