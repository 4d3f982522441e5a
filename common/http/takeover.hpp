#pragma once
// What speaks on a connection behind the head of its last HTTP answer: WebSocket frames, or the
// body of an event stream. Bytes in, bytes out, without a socket and without a clock, like the
// Connection that owns it and is its only caller. Loop thread only.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/connection.hpp"

namespace viaja::http {

class Takeover {
  public:
    Takeover() = default;
    virtual ~Takeover() = default;
    Takeover(const Takeover&) = delete;
    Takeover& operator=(const Takeover&) = delete;

    /// The head has been written. `on_output` is to be called when there is something to write
    /// outside of the calls below; it must not be called after `end`.
    virtual void begin(std::function<void()> on_output, Moment now) = 0;

    /// Bytes from the peer: those behind the request first.
    virtual void receive(std::string_view bytes, Moment now) = 0;

    /// The peer will send no more.
    virtual void receive_end(Moment now) = 0;

    /// About once a second.
    virtual void tick(Moment now) = 0;

    /// The process is shutting down: say so in the protocol's words, then end.
    virtual void drain(Moment now) = 0;

    /// How many bytes that were written on this connection are not yet with the peer's kernel.
    virtual void unwritten(std::size_t bytes) = 0;

    /// The connection has ended. It is the last call.
    virtual void end() = 0;

    virtual bool has_output() const = 0;
    virtual std::vector<std::string> take_output() = 0;
    virtual bool wants_bytes() const = 0;
    virtual Ending ending() const = 0;
};

}  // namespace viaja::http
