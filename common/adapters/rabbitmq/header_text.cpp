#include "common/adapters/rabbitmq/header_text.hpp"

#include <cstddef>

#include "common/text/utf8.hpp"

namespace viaja::amqp {

namespace {

constexpr std::size_t kBytesMax = 1'000;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

}  // namespace

std::string header_text(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t size = first_character(text).bytes;
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
