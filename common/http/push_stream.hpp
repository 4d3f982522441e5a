#pragma once
// A connection on which the server pushes texts: a WebSocket or an event stream. The code that
// pushes need not know which of the two it is. Loop thread only, as are the handlers.
//
// A stream is made by a route, which answers with it (`web_socket_response`,
// `event_stream_response`). If that answer cannot go out any more, or is replaced by 503
// (`overloaded`, `draining`), the stream is destroyed without a call of its handlers. Keep it from
// `on_open` to `on_gone`, not before.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/http/response_writer.hpp"
#include "common/http/takeover.hpp"

namespace viaja::http {

class PushStream;

/// None of them is called from inside `send`, `heartbeat` or `close`.
struct StreamHandlers {
    /// The head of the answer is on its way; what is sent from now on follows it.
    std::function<void(const std::shared_ptr<PushStream>&)> on_open = {};
    /// There is room again after there was none: at most half of `unsent_bytes_max` is unsent.
    std::function<void()> on_room = {};
    /// The stream has ended, by either side; once, and after it no other handler is called. At the
    /// latest a second after `close`, though its output may still be on its way.
    std::function<void()> on_gone = {};
};

class PushStream : public Takeover, public std::enable_shared_from_this<PushStream> {
  public:
    /// One text frame; or one event, with `id` unless that is empty. A text is taken whole, however
    /// long it is, while there is room. Returns false, and sends nothing, without room or after the
    /// end. `text` is UTF-8, `id` has no control characters.
    virtual bool send(std::string_view id, std::string_view text) = 0;

    /// The same for a text that only says that the stream lives: an event without id, beside a
    /// comment. It is not needed to keep the connection open: a WebSocket pings its peer, an event
    /// stream that is silent sends a comment.
    virtual bool heartbeat(std::string_view text) = 0;

    /// Nothing can be sent behind it. A WebSocket sends `code` (1000, 1001, 1003, 1008, 1011 to
    /// 1013, or 3000 to 4999) and `reason` (UTF-8; beyond 123 bytes it is cut at a character) and
    /// waits for the peer's answer; an event stream ends its body when its output is written.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;

    /// Bytes sent that the kernel has not taken yet.
    std::size_t unsent_bytes() const { return output_.bytes() + unwritten_bytes_; }
    /// Whether `send` takes a text as far as the bound on what is unsent goes.
    bool has_room() const { return unsent_bytes() <= unsent_bytes_max_; }
    /// Between `on_open` and the first reason to end.
    bool is_open() const { return begun_ && can_send(); }

    /// For an owner that ends before its streams do: no handler is called any more.
    void forget_handlers() { handlers_ = {}; }

    void begin(std::function<void()> on_output, Moment now) final;
    void receive(std::string_view bytes, Moment now) final;
    void receive_end(Moment now) final;
    void tick(Moment now) final;
    void drain(Moment now) final;
    void unwritten(std::size_t bytes) final;
    void end() final;
    bool has_output() const final { return !output_.empty(); }
    std::vector<std::string> take_output() final;
    Ending ending() const final { return ending_; }

  protected:
    PushStream(StreamHandlers handlers, std::size_t unsent_bytes_max)
        : handlers_(std::move(handlers)), unsent_bytes_max_(unsent_bytes_max) {}

    virtual void on_begin(Moment now) = 0;
    virtual void on_bytes(std::string_view bytes, Moment now) = 0;
    virtual void on_tick(Moment now) = 0;
    virtual void on_drain() = 0;
    /// Neither ended nor being closed.
    virtual bool can_send() const = 0;

    void append(std::string_view bytes);
    /// Has what was appended written, unless the Connection, which called, will do that anyway.
    void announce_output();
    void end_with(Ending ending);

  private:
    void tell_handlers();

    StreamHandlers handlers_;
    const std::size_t unsent_bytes_max_;
    std::function<void()> on_output_;
    Output output_;
    std::size_t unwritten_bytes_ = 0;
    Ending ending_ = Ending::open;
    bool begun_ = false;
    bool in_call_ = false;   // of the Connection
    bool in_push_ = false;   // of the code that pushes
    bool was_full_ = false;  // and `on_room` has not been called since
};

}  // namespace viaja::http
