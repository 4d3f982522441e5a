#pragma once
// WebSocket frames as a client writes them, rightly or wrongly, and as a strict client reads them.
// Shared by the tests and the fuzz target; it uses nothing of the code under test.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace viaja::http::testing {

enum Opcode : std::uint8_t {
    kContinuation = 0,
    kText = 1,
    kBinary = 2,
    kClose = 8,
    kPing = 9,
    kPong = 10
};

struct FrameShape {
    bool final = true;
    bool masked = true;
    unsigned reserved = 0;  // RSV1 is 4, RSV2 is 2, RSV3 is 1
    std::uint32_t mask = 0x37fa213d;
    int length_bytes = 0;                                // 0: the fewest; else 1, 2 or 8
    std::optional<std::uint64_t> length = std::nullopt;  // other than the payload's
};

std::string client_frame(unsigned opcode, std::string_view payload, const FrameShape& shape = {});
std::string client_close(int code, std::string_view reason = "");

struct ServerFrame {
    unsigned opcode = 0;
    std::string payload;

    bool operator==(const ServerFrame&) const = default;
};

/// "text hello", "close 1001 draining", "pong 2 bytes" …: to be compared and read.
std::string described(const ServerFrame& frame);
std::string described(const std::vector<ServerFrame>& frames);

/// Takes the whole frames off the beginning of `bytes`. Throws std::runtime_error, saying why, for
/// what a server without extensions must not send: a mask, reserved bits, fragments, a length in
/// more bytes than needed, a control frame above 125 bytes, a frame behind the close frame.
std::vector<ServerFrame> take_frames(std::string& bytes);

}  // namespace viaja::http::testing
