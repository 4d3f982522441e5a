#include "tests/http/frames.hpp"

#include <stdexcept>

namespace viaja::http::testing {
namespace {

void require(bool condition, const char* what) {
    if (!condition) throw std::runtime_error(std::string("not a frame of a server: ") + what);
}

std::string big_endian(std::uint64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 0xff);
    return text;
}

std::uint64_t number_of(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

int fewest_length_bytes(std::uint64_t length) {
    return length < 126 ? 1 : length < 65536 ? 2 : 8;
}

// The frame at the beginning of `bytes`, and its size; nullopt while it is incomplete.
std::optional<std::pair<ServerFrame, std::size_t>> read_frame(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    require((first & 0x70) == 0, "reserved bits");
    require((first & 0x80) != 0, "a fragment");
    require((second & 0x80) == 0, "a mask");
    const int length_bytes = second < 126 ? 1 : second == 126 ? 2 : 8;
    const std::size_t head = length_bytes == 1 ? 2 : 2 + static_cast<std::size_t>(length_bytes);
    if (bytes.size() < head) return std::nullopt;
    const std::uint64_t length = length_bytes == 1 ? second : number_of(bytes.substr(2, head - 2));
    require(fewest_length_bytes(length) == length_bytes, "a length in too many bytes");
    const unsigned opcode = first & 0x0f;
    const bool control = opcode >= kClose && opcode <= kPong;
    require(control || opcode == kText || opcode == kBinary, "an unknown opcode");
    require(!control || length <= 125, "a control frame above 125 bytes");
    require(opcode != kClose || length != 1, "half a close code");
    if (bytes.size() - head < length) return std::nullopt;
    const auto size = static_cast<std::size_t>(length);
    return std::pair{ServerFrame{opcode, std::string(bytes.substr(head, size))}, head + size};
}

}  // namespace

std::string client_frame(unsigned opcode, std::string_view payload, const FrameShape& shape) {
    const std::uint64_t length = shape.length.value_or(payload.size());
    const int length_bytes =
        shape.length_bytes != 0 ? shape.length_bytes : fewest_length_bytes(length);
    std::string frame;
    frame += static_cast<char>((shape.final ? 0x80U : 0U) | (shape.reserved * 16U) | opcode);
    const std::uint64_t short_length = length_bytes == 1 ? length : length_bytes == 2 ? 126 : 127;
    frame += static_cast<char>((shape.masked ? 0x80U : 0U) | short_length);
    if (length_bytes > 1) frame += big_endian(length, length_bytes);
    if (!shape.masked) return frame.append(payload);
    const std::string mask = big_endian(shape.mask, 4);
    frame += mask;
    for (std::size_t i = 0; i < payload.size(); ++i)
        frame += static_cast<char>(payload[i] ^ mask[i % 4]);
    return frame;
}

std::string client_close(int code, std::string_view reason) {
    return client_frame(kClose, big_endian(static_cast<std::uint64_t>(code), 2).append(reason));
}

std::string described(const ServerFrame& frame) {
    const std::string size = std::to_string(frame.payload.size()) + " bytes";
    const bool brief = frame.payload.size() <= 40;
    switch (frame.opcode) {
        case kText:
            return "text " + (brief ? frame.payload : size);
        case kBinary:
            return "binary " + (brief ? frame.payload : size);
        case kPing:
            return "ping " + frame.payload;
        case kPong:
            return "pong " + (brief ? frame.payload : size);
        default:
            if (frame.payload.empty()) return "close";
            return "close " + std::to_string(number_of(frame.payload.substr(0, 2))) + " " +
                   frame.payload.substr(2);
    }
}

std::string described(const std::vector<ServerFrame>& frames) {
    std::string all;
    for (const ServerFrame& frame : frames)
        all += (all.empty() ? "" : ", ") + described(frame);
    return all;
}

std::vector<ServerFrame> take_frames(std::string& bytes) {
    std::vector<ServerFrame> frames;
    while (auto read = read_frame(bytes)) {
        require(frames.empty() || frames.back().opcode != kClose, "a frame behind the close frame");
        frames.push_back(std::move(read->first));
        bytes.erase(0, read->second);
    }
    return frames;
}

}  // namespace viaja::http::testing
