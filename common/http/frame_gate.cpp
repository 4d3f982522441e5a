#include "common/http/frame_gate.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace viaja::http {
namespace {

struct FrameSize {
    bool must_be_whole = false;
    std::uint64_t bytes = 0;  // head and payload
};

// RFC 6455, section 5.2; nullopt while the length is not known. What is wrong with a frame is seen
// by wslay.
std::optional<FrameSize> size_of_frame(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    const unsigned short_length = second & 0x7fU;
    const std::size_t more = short_length < 126 ? 0 : short_length == 126 ? 2 : 8;
    if (bytes.size() < 2 + more) return std::nullopt;
    std::uint64_t length = more == 0 ? short_length : 0;
    for (const char byte : bytes.substr(2, more))
        length = length << 8U | static_cast<unsigned char>(byte);
    const std::uint64_t head = 2 + more + ((second & 0x80U) != 0 ? 4 : 0);
    const bool control = (first & 0x08U) != 0;
    const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - head;
    return FrameSize{control && more == 0, head + std::min(length, room)};
}

}  // namespace

std::string_view FrameGate::pass(std::string_view bytes) {
    if (!kept_.empty()) {
        joined_ = kept_.append(bytes);
        bytes = joined_;
    }
    const std::size_t count = readable(bytes);
    kept_ = bytes.substr(count);
    return bytes.substr(0, count);
}

std::size_t FrameGate::readable(std::string_view bytes) {
    std::size_t at = 0;
    while (true) {
        const auto step =
            static_cast<std::size_t>(std::min<std::uint64_t>(rest_, bytes.size() - at));
        at += step;
        rest_ -= step;
        if (at == bytes.size()) return at;
        const auto frame = size_of_frame(bytes.substr(at));
        if (!frame) return at;
        if (frame->must_be_whole && frame->bytes > bytes.size() - at) return at;
        rest_ = frame->bytes;
    }
}

}  // namespace viaja::http
