#pragma once
// A WebSocket (RFC 6455) on wslay, the server's side, without extensions. Loop thread only.
//
// Close frames: 1001 "draining" when the process shuts down, 1002 and 1007 for what RFC 6455
// forbids, 1003 for a message that is not expected, 1009 for one above the limit.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "common/http/frame_gate.hpp"
#include "common/http/push_stream.hpp"

namespace viaja::http {

struct WebSocketOptions {
    std::size_t message_bytes_max = 4 * 1024;  ///< of the peer's messages
    /// Above it nothing more is read either, since each ping makes a pong.
    std::size_t unsent_bytes_max = 64 * 1024;
    std::chrono::milliseconds ping_period{20'000};
    std::chrono::milliseconds silence_max{45'000};   ///< of the peer, pongs included
    std::chrono::milliseconds close_timeout{5'000};  ///< for the answer to our close frame
};

class WebSocket final : public PushStream {
  public:
    enum class Kind { text, binary };
    /// A message is valid during the call.
    using OnMessage = std::function<void(Kind, std::string_view message)>;

    /// Without `on_message` the peer may send none: the WebSocket is closed with 1003 then.
    explicit WebSocket(StreamHandlers handlers, const WebSocketOptions& options = {},
                       OnMessage on_message = {});
    ~WebSocket() override;

    bool send(std::string_view id, std::string_view text) override;
    bool send(Kind kind, std::string_view message);
    bool heartbeat(std::string_view text) override { return send(Kind::text, text); }
    void close(std::uint16_t code, std::string_view reason) override;
    bool wants_bytes() const override;

  private:
    struct Frames;  // wslay, which stays out of the headers

    void on_begin(Moment now) override;
    void on_bytes(std::string_view bytes, Moment now) override;
    void on_tick(Moment now) override;
    void on_drain() override;
    bool can_send() const override;

    void on_message(Kind kind, std::string_view message);
    void queue_close(std::uint16_t code, std::string_view reason);
    void flush();

    const WebSocketOptions options_;
    OnMessage on_message_;
    std::unique_ptr<Frames> frames_;
    FrameGate gate_;
    std::string_view input_;  // during on_bytes
    // The monotonic times at which the peer was last heard, and last pinged.
    std::chrono::milliseconds heard_{};
    std::chrono::milliseconds pinged_{};
    std::optional<std::chrono::milliseconds> close_seen_;  // the first tick after our close frame
};

}  // namespace viaja::http
