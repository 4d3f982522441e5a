#pragma once
// Server-sent events (WHATWG HTML, section 9.2): the body of one answer that ends with the
// connection. Loop thread only.

#include <chrono>

#include "common/http/message.hpp"
#include "common/http/push_stream.hpp"

namespace viaja::http {

struct EventStreamOptions {
    std::size_t unsent_bytes_max = 64 * 1024;
    /// After that long without an event a comment is sent, so that a peer or a proxy that is gone
    /// is noticed and one that is there does not give up.
    std::chrono::milliseconds comment_after{15'000};
};

class EventStream final : public PushStream {
  public:
    explicit EventStream(StreamHandlers handlers, const EventStreamOptions& options = {});

    bool send(std::string_view id, std::string_view text) override;
    bool heartbeat(std::string_view text) override;
    void close(std::uint16_t code, std::string_view reason) override;
    bool wants_bytes() const override { return true; }

  private:
    void on_begin(Moment now) override;
    void on_bytes(std::string_view bytes, Moment now) override;
    void on_tick(Moment now) override;
    void on_drain() override;
    bool can_send() const override { return ending() == Ending::open; }

    const EventStreamOptions options_;
    std::chrono::milliseconds silent_since_{};
    bool sent_since_tick_ = false;
};

/// 200 text/event-stream, not to be stored or buffered on its way. To HEAD it is the head alone and
/// the stream does not begin.
Response event_stream_response(std::shared_ptr<EventStream> stream);

}  // namespace viaja::http
