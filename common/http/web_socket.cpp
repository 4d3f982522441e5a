#include "common/http/web_socket.hpp"

#include <wslay/wslay.h>

#include <algorithm>
#include <new>
#include <utility>

#include "common/text/utf8.hpp"

namespace viaja::http {
namespace {

constexpr std::size_t kReasonBytesMax = 123;
// For bytes that are no frame wslay has a close frame without a code, which says nothing.
constexpr std::string_view kProtocolErrorFrame = "\x88\x02\x03\xea";  // close 1002

const std::uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string_view text_of(const std::uint8_t* bytes, std::size_t length) {
    return {reinterpret_cast<const char*>(bytes), length};
}

}  // namespace

// wslay writes whatever is queued into the output at once, so its own queue stays empty.
struct WebSocket::Frames {
    explicit Frames(WebSocket& owner, std::size_t message_bytes_max) {
        static const wslay_event_callbacks callbacks = {
            .recv_callback = &Frames::on_recv,
            .send_callback = &Frames::on_send,
            .genmask_callback = nullptr,
            .on_frame_recv_start_callback = nullptr,
            .on_frame_recv_chunk_callback = nullptr,
            .on_frame_recv_end_callback = nullptr,
            .on_msg_recv_callback = &Frames::on_message,
        };
        if (wslay_event_context_server_init(&context, &callbacks, &owner) != 0) {
            throw std::bad_alloc();
        }
        wslay_event_config_set_max_recv_msg_length(context, message_bytes_max);
    }
    ~Frames() { wslay_event_context_free(context); }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;

    static ssize_t on_recv(wslay_event_context_ptr context, std::uint8_t* buffer,
                           std::size_t length, int, void* owner) {
        std::string_view& input = static_cast<WebSocket*>(owner)->input_;
        if (input.empty()) {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
            return -1;
        }
        const std::size_t count = std::min(length, input.size());
        std::copy_n(bytes_of(input), count, buffer);
        input.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }

    static ssize_t on_send(wslay_event_context_ptr, const std::uint8_t* data, std::size_t length,
                           int, void* owner) {
        static_cast<WebSocket*>(owner)->append(text_of(data, length));
        return static_cast<ssize_t>(length);
    }

    static void on_message(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* message,
                           void* owner) {
        auto& socket = *static_cast<WebSocket*>(owner);
        // Many pings in one read would else fill wslay's queue with pongs.
        if (wslay_is_ctrl_frame(message->opcode)) return socket.flush();
        const bool text = message->opcode == WSLAY_TEXT_FRAME;
        socket.on_message(text ? Kind::text : Kind::binary,
                          text_of(message->msg, message->msg_length));
    }

    bool close_sent() const { return wslay_event_get_close_sent(context) != 0; }
    bool close_received() const { return wslay_event_get_close_received(context) != 0; }
    bool reads() const { return wslay_event_get_read_enabled(context) != 0; }

    wslay_event_context_ptr context = nullptr;
};

WebSocket::WebSocket(StreamHandlers handlers, const WebSocketOptions& options, OnMessage on_message)
    : PushStream(std::move(handlers), options.unsent_bytes_max),
      options_(options),
      on_message_(std::move(on_message)),
      frames_(std::make_unique<Frames>(*this, options.message_bytes_max)) {}

WebSocket::~WebSocket() = default;

bool WebSocket::send(std::string_view, std::string_view text) {
    return send(Kind::text, text);
}

bool WebSocket::send(Kind kind, std::string_view message) {
    if (!can_send() || !has_room()) return false;
    const wslay_event_msg frame = {.opcode = static_cast<std::uint8_t>(
                                       kind == Kind::text ? WSLAY_TEXT_FRAME : WSLAY_BINARY_FRAME),
                                   .msg = bytes_of(message),
                                   .msg_length = message.size()};
    if (wslay_event_queue_msg(frames_->context, &frame) != 0) return false;
    flush();
    announce_output();
    return true;
}

void WebSocket::close(std::uint16_t code, std::string_view reason) {
    if (!can_send()) return;
    queue_close(code, reason);
    announce_output();
}

// While the peer takes nothing it is not read either; the write timeout ends it.
bool WebSocket::wants_bytes() const {
    return ending() == Ending::open && has_room();
}

void WebSocket::on_begin(Moment now) {
    heard_ = now.monotonic;
    pinged_ = now.monotonic;
}

void WebSocket::on_bytes(std::string_view bytes, Moment now) {
    heard_ = now.monotonic;
    input_ = gate_.pass(bytes);
    const int error = wslay_event_recv(frames_->context);
    input_ = {};
    if (error == 0) return flush();
    if (error == WSLAY_ERR_NOMEM) return end_with(Ending::now);
    if (!frames_->close_sent()) append(kProtocolErrorFrame);
    end_with(Ending::after_output);
}

void WebSocket::on_message(Kind kind, std::string_view message) {
    if (!can_send()) return;
    if (on_message_) return on_message_(kind, message);
    queue_close(WSLAY_CODE_UNSUPPORTED_DATA, "no message is expected");
}

void WebSocket::on_tick(Moment now) {
    if (frames_->close_sent()) {
        if (!close_seen_) close_seen_ = now.monotonic;
        if (now.monotonic - *close_seen_ >= options_.close_timeout) {
            end_with(Ending::after_output);
        }
        return;
    }
    if (!wants_bytes()) heard_ = now.monotonic;
    if (now.monotonic - heard_ >= options_.silence_max) return end_with(Ending::now);
    if (now.monotonic - pinged_ < options_.ping_period || !has_room()) return;
    pinged_ = now.monotonic;
    const wslay_event_msg ping = {.opcode = WSLAY_PING, .msg = nullptr, .msg_length = 0};
    wslay_event_queue_msg(frames_->context, &ping);
    flush();
}

void WebSocket::on_drain() {
    queue_close(WSLAY_CODE_GOING_AWAY, "draining");
}

bool WebSocket::can_send() const {
    return ending() == Ending::open && !frames_->close_sent();
}

void WebSocket::queue_close(std::uint16_t code, std::string_view reason) {
    const std::string_view cut = cut_at_character(reason, kReasonBytesMax);
    const int error = wslay_event_queue_close(frames_->context, code, bytes_of(cut), cut.size());
    // Out of memory: the connection ends without a code.
    if (error != 0) return end_with(Ending::after_output);
    flush();
}

// After the close frames of both sides, or after ours that says what was wrong with the peer's
// bytes, no frame follows.
void WebSocket::flush() {
    if (ending() != Ending::open) return;
    if (wslay_event_send(frames_->context) != 0) return end_with(Ending::now);
    if (frames_->close_sent() && (frames_->close_received() || !frames_->reads())) {
        end_with(Ending::after_output);
    }
}

}  // namespace viaja::http
