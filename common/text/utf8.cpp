#include "common/text/utf8.hpp"

#include <algorithm>
#include <array>

namespace viaja {
namespace {

struct Shape {
    std::size_t bytes;
    char32_t least;  ///< the lowest code point that may be written with so many bytes
};

Shape shape_of(unsigned char first) {
    if (first < 0x80) return {1, 0};
    if (first >= 0xc2 && first <= 0xdf) return {2, 0x80};
    if (first >= 0xe0 && first <= 0xef) return {3, 0x800};
    if (first >= 0xf0 && first <= 0xf4) return {4, 0x10000};
    return {0, 0};
}

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array kControls = {
    Range{0x00, 0x1f},     Range{0x7f, 0x9f},      // C0, DEL and C1
    Range{0x2028, 0x2029}, Range{0x202a, 0x202e},  // separators; embeddings and overrides
    Range{0x2066, 0x2069},                         // isolates
};

/// White_Space, Default_Ignorable_Code_Point and U+2800, a braille cell without a dot.
constexpr std::array kInvisible = {
    Range{0x20, 0x20},       Range{0xa0, 0xa0},       Range{0xad, 0xad},
    Range{0x34f, 0x34f},     Range{0x61c, 0x61c},     Range{0x115f, 0x1160},
    Range{0x1680, 0x1680},   Range{0x17b4, 0x17b5},   Range{0x180b, 0x180f},
    Range{0x2000, 0x200f},   Range{0x202f, 0x202f},   Range{0x205f, 0x206f},
    Range{0x2800, 0x2800},   Range{0x3000, 0x3000},   Range{0x3164, 0x3164},
    Range{0xfe00, 0xfe0f},   Range{0xfeff, 0xfeff},   Range{0xffa0, 0xffa0},
    Range{0xfff0, 0xfffb},   Range{0x1bca0, 0x1bca3}, Range{0x1d173, 0x1d17a},
    Range{0xe0000, 0xe0fff},
};

template <std::size_t Size>
bool is_among(const std::array<Range, Size>& ranges, char32_t code_point) {
    return std::ranges::any_of(ranges, [&](const Range& range) {
        return code_point >= range.first && code_point <= range.last;
    });
}

bool is_control(char32_t code_point) {
    return is_among(kControls, code_point);
}

/// Whether a character fulfils the condition; what is not UTF-8 ends the text.
template <class Condition>
bool any_character(std::string_view text, Condition condition) {
    while (!text.empty()) {
        const auto [code_point, bytes] = first_character(text);
        if (bytes == 0) return false;
        if (condition(code_point)) return true;
        text.remove_prefix(bytes);
    }
    return false;
}

}  // namespace

Character first_character(std::string_view text) {
    if (text.empty()) return {};
    const auto first = static_cast<unsigned char>(text.front());
    const auto [bytes, least] = shape_of(first);
    if (bytes == 0 || text.size() < bytes) return {};
    char32_t code_point = bytes == 1 ? first : first & (0xffU >> (bytes + 1));
    for (const char c : text.substr(1, bytes - 1)) {
        const auto next = static_cast<unsigned char>(c);
        if ((next & 0xc0U) != 0x80U) return {};
        code_point = (code_point << 6U) | (next & 0x3fU);
    }
    const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (code_point < least || code_point > 0x10ffff || surrogate) return {};
    return {code_point, bytes};
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto bytes = first_character(text).bytes;
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

std::string_view cut_at_character(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    std::size_t end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return text.substr(0, end);
}

bool has_control_character(std::string_view text) {
    return any_character(text, is_control);
}

bool has_visible_character(std::string_view text) {
    return any_character(text, [](char32_t code_point) {
        return !is_control(code_point) && !is_among(kInvisible, code_point);
    });
}

}  // namespace viaja
