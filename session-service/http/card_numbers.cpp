#include "session-service/http/card_numbers.hpp"

#include <algorithm>

#include "common/text/blanks.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kDigitsMin = 13;
constexpr std::size_t kDigitsMax = 19;
constexpr std::string_view kMask = "***";
constexpr std::string_view kTokenName = "\"token\"";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_separator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '\t';
}

/// Whether the character belongs to a word: a number beside one does not stand by itself.
bool is_of_word(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// Every second digit from the right counts twice, and of two digits the sum.
bool has_check_digit(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
        const int value = (*digit - '0') * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

/// The bytes of the run of digits and separators that the text begins with, the last one a digit.
std::size_t length_of_number(std::string_view text) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_digit(text[at])) length = at + 1;
        if (!is_digit(text[at]) && !is_separator(text[at])) break;
    }
    return length;
}

std::string without_card_numbers(std::string_view text) {
    std::string masked;
    char before = ' ';
    while (!text.empty()) {
        const bool begins = is_digit(text.front()) && !is_of_word(before) && before != '-';
        const auto length = begins ? length_of_number(text) : 0;
        const bool ends = length == text.size() || !is_of_word(text[length]);
        if (length > 0 && ends && is_card_number(text.substr(0, length))) {
            masked += kMask;
            text.remove_prefix(length);
            before = ' ';
        } else {
            before = text.front();
            masked += before;
            text.remove_prefix(1);
        }
    }
    return masked;
}

/// Bytes of the JSON string's content that `text` begins with, up to its quote or to the end.
std::size_t length_of_content(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') return at;
        if (text[at] == '\\') ++at;
    }
    return text.size();
}

}  // namespace

bool is_card_number(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (is_digit(c)) {
            digits += c;
        } else if (!is_separator(c)) {
            return false;
        }
    }
    return digits.size() >= kDigitsMin && digits.size() <= kDigitsMax && has_check_digit(digits);
}

std::string without_card_data(std::string_view text) {
    std::string masked;
    for (;;) {
        const auto name = text.find(kTokenName);
        if (name == std::string_view::npos) break;
        auto value = text.find_first_not_of(kJsonBlanks, name + kTokenName.size());
        if (value != std::string_view::npos && text[value] == ':') {
            value = text.find_first_not_of(kJsonBlanks, value + 1);
        }
        const bool is_text = value != std::string_view::npos && text[value] == '"';
        const auto shown = is_text ? value + 1 : name + kTokenName.size();
        masked += text.substr(0, shown);
        text.remove_prefix(shown);
        if (!is_text) continue;
        masked += kMask;
        text.remove_prefix(length_of_content(text));
    }
    masked += text;
    return without_card_numbers(masked);
}

}  // namespace viaja::session
