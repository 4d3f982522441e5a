#include "common/adapters/rabbitmq/header_text.hpp"

#include <cstddef>
#include <cstdint>

namespace viaja::amqp {

namespace {

constexpr std::size_t kBytesMax = 1'000;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// Bytes of the character at the beginning of `text`; 0 if there is none. Overlong forms,
/// surrogates and what is beyond U+10FFFF are none (RFC 3629).
std::size_t character_size(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i) {
        if (!continues(text[i])) return 0;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool too_large = first == 0xF4 && second >= 0x90;
    return overlong || surrogate || too_large ? 0 : size;
}

}  // namespace

std::string header_text(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        const std::string_view piece = size > 0 ? text.substr(0, size) : kReplacement;
        if (result.size() + piece.size() + kEllipsis.size() > kBytesMax) {
            result += kEllipsis;
            break;
        }
        result += piece;
        text.remove_prefix(size > 0 ? size : 1);
    }
    return result;
}

}  // namespace viaja::amqp
