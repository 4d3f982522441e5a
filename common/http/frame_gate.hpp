#pragma once
// Lets WebSocket frames from a peer through in such pieces that a control frame always comes whole.
// wslay 1.1.1 checks the reason in a close frame read by read and leaves out two bytes of each: cut
// in the wrong place, text that is not UTF-8 passes and text that is does not. One thread at a
// time; used by WebSocket alone.

#include <cstdint>
#include <string>
#include <string_view>

namespace viaja::http {

class FrameGate {
  public:
    /// Takes bytes, in order; returns those that may be read now. They are valid until the next
    /// call, as long as `bytes` are. Kept back are at most a control frame or the head of a frame:
    /// fewer than 140 bytes.
    std::string_view pass(std::string_view bytes);

  private:
    std::size_t readable(std::string_view bytes);

    std::string kept_;
    std::string joined_;      // what was kept and what came behind it
    std::uint64_t rest_ = 0;  // of a frame that need not come whole
};

}  // namespace viaja::http
