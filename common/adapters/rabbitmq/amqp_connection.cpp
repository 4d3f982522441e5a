#include "common/adapters/rabbitmq/amqp_connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja::amqp {

namespace {

// Frames read before the loop does something else.
constexpr int kFramesPerTurn = 4'096;

/// Big-endian, as everything in AMQP.
void put_number(char* at, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        at[i] = static_cast<char>(number >> 8 * (bytes - 1 - i) & 0xff);
    }
}

bool carries_content(amqp_method_number_t method) {
    return method == AMQP_BASIC_DELIVER_METHOD || method == AMQP_BASIC_RETURN_METHOD ||
           method == AMQP_BASIC_GET_OK_METHOD;
}

}  // namespace

amqp_bytes_t bytes_of(std::string_view text) {
    return amqp_bytes_t{text.size(), const_cast<char*>(text.data())};
}

std::string text_of(const amqp_bytes_t& bytes) {
    if (bytes.len == 0) return {};
    return {static_cast<const char*>(bytes.bytes), bytes.len};
}

std::string reason_of(std::uint16_t code, const amqp_bytes_t& text) {
    return std::to_string(code) + " " + text_of(text);
}

std::string reason_of(const amqp_channel_close_t& close) {
    return reason_of(close.reply_code, close.reply_text);
}

void Connection::Destroy::operator()(amqp_connection_state_t_* state) const {
    amqp_destroy_connection(state);
}

Connection::Connection(const RabbitmqSettings& settings, std::string_view role)
    : where_("RabbitMQ at " + settings.host + ":" + std::to_string(settings.port)),
      state_(amqp_new_connection()) {
    if (!state_) throw std::bad_alloc();
    connect(settings);
    log_in(settings, role);
    take_over_heartbeats();
    last_sent_ = last_received_ = std::chrono::steady_clock::now();
}

Connection::~Connection() = default;

void Connection::append_frame(std::uint8_t type, std::uint16_t channel, std::string_view payload) {
    std::array<char, 7> head{};
    put_number(head.data(), type, 1);
    put_number(head.data() + 1, channel, 2);
    put_number(head.data() + 3, payload.size(), 4);
    unsent_.append(head.data(), head.size());
    unsent_ += payload;
    unsent_.push_back(static_cast<char>(AMQP_FRAME_END));
}

void Connection::send(std::uint16_t channel, amqp_method_number_t method, const void* fields) {
    constexpr std::size_t kIdBytes = 4;
    put_number(scratch_.data(), method, kIdBytes);
    const amqp_bytes_t room{scratch_.size() - kIdBytes, scratch_.data() + kIdBytes};
    const int size = amqp_encode_method(method, const_cast<void*>(fields), room);
    check(size >= 0, "an AMQP method could not be encoded");
    append_frame(AMQP_FRAME_METHOD, channel,
                 {scratch_.data(), kIdBytes + static_cast<std::size_t>(size)});
}

void Connection::send_content(std::uint16_t channel, const amqp_basic_publish_t& publish,
                              const amqp_basic_properties_t& properties, std::string_view body) {
    send(channel, AMQP_BASIC_PUBLISH_METHOD, &publish);

    constexpr std::size_t kHeadBytes = 12;  // class, weight (unused), size of the body
    put_number(scratch_.data(), AMQP_BASIC_CLASS, 2);
    put_number(scratch_.data() + 2, 0, 2);
    put_number(scratch_.data() + 4, body.size(), 8);
    const amqp_bytes_t room{scratch_.size() - kHeadBytes, scratch_.data() + kHeadBytes};
    const int size = amqp_encode_properties(
        AMQP_BASIC_CLASS, const_cast<amqp_basic_properties_t*>(&properties), room);
    check(size >= 0, "the properties of a message could not be encoded");
    append_frame(AMQP_FRAME_HEADER, channel,
                 {scratch_.data(), kHeadBytes + static_cast<std::size_t>(size)});

    const std::size_t part = frame_max_ - kFrameBytes;
    for (std::size_t at = 0; at < body.size(); at += part) {
        append_frame(AMQP_FRAME_BODY, channel, body.substr(at, part));
    }
}

void Connection::flush() {
    while (sent_ < unsent_.size()) {
        const std::size_t taken = write_some(std::string_view(unsent_).substr(sent_));
        if (taken == 0) return;
        sent_ += taken;
        last_sent_ = std::chrono::steady_clock::now();
    }
    unsent_.clear();
    sent_ = 0;
}

/// 0: the socket takes nothing now.
std::size_t Connection::write_some(std::string_view bytes) {
    if (tls_) {
        try {
            return tls_->write_some(bytes);
        } catch (const Unavailable& error) {
            throw Unavailable(where_ + " was lost: " + error.what());
        }
    }
    while (true) {
        const ssize_t taken =
            ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken >= 0) return static_cast<std::size_t>(taken);
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
        throw Unavailable(where_ + " was lost: " + std::strerror(errno));
    }
}

std::string Connection::reason_of_library(int status) const {
    const std::string of_tls = tls_ ? tls_->failure() : "";
    return of_tls.empty() ? amqp_error_string2(status) : of_tls;
}

bool Connection::receive(Receiver& receiver) {
    constexpr timeval kNoWait{0, 0};
    last_received_ = std::chrono::steady_clock::now();
    for (int frames = 0; frames < kFramesPerTurn; ++frames) {
        amqp_frame_t frame;
        const int status = amqp_simple_wait_frame_noblock(state_.get(), &frame, &kNoWait);
        if (status == AMQP_STATUS_TIMEOUT) return false;
        if (status != AMQP_STATUS_OK) {
            throw Unavailable(where_ + " was lost: " + reason_of_library(status));
        }
        handle(frame, receiver);
        // The memory of a message is needed until its last frame has come.
        if (!partial_.contains(frame.channel)) {
            amqp_maybe_release_buffers_on_channel(state_.get(), frame.channel);
        }
    }
    return true;
}

void Connection::handle(const amqp_frame_t& frame, Receiver& receiver) {
    if (frame.frame_type == AMQP_FRAME_METHOD) {
        handle_method(frame.channel, frame.payload.method, receiver);
    } else {
        handle_content(frame, receiver);
    }
}

void Connection::handle_method(std::uint16_t channel, const amqp_method_t& method,
                               Receiver& receiver) {
    if (channel == 0) return handle_own(method);
    if (carries_content(method.id)) {
        partial_[channel] = Partial{method, nullptr, 0, {}};
        return;
    }
    if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
        const amqp_channel_close_ok_t ok{};
        send(channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &ok);
    }
    partial_.erase(channel);
    receiver.on_method(channel, method);
}

void Connection::handle_content(const amqp_frame_t& frame, Receiver& receiver) {
    const auto found = partial_.find(frame.channel);
    if (found == partial_.end()) return;
    Partial& partial = found->second;
    if (frame.frame_type == AMQP_FRAME_HEADER) {
        partial.properties =
            static_cast<const amqp_basic_properties_t*>(frame.payload.properties.decoded);
        partial.expected = frame.payload.properties.body_size;
    } else if (frame.frame_type == AMQP_FRAME_BODY) {
        const amqp_bytes_t& part = frame.payload.body_fragment;
        partial.body.append(static_cast<const char*>(part.bytes), part.len);
    }
    if (partial.properties == nullptr || partial.body.size() < partial.expected) return;
    Partial complete = std::move(partial);
    partial_.erase(found);
    Content content{frame.channel, complete.method, *complete.properties, complete.body};
    receiver.on_content(content);
}

void Connection::handle_own(const amqp_method_t& method) {
    switch (method.id) {
        case AMQP_CONNECTION_CLOSE_METHOD: {
            const auto& close = *static_cast<amqp_connection_close_t*>(method.decoded);
            const std::string reason = reason_of(close.reply_code, close.reply_text);
            const amqp_connection_close_ok_t ok{};
            send(0, AMQP_CONNECTION_CLOSE_OK_METHOD, &ok);
            flush();
            closed_ = true;
            throw Unavailable(where_ + " closed the connection: " + reason);
        }
        case AMQP_CONNECTION_CLOSE_OK_METHOD:
            closed_ = true;
            return;
        case AMQP_CONNECTION_BLOCKED_METHOD:
            blocked_because_ =
                text_of(static_cast<amqp_connection_blocked_t*>(method.decoded)->reason);
            if (blocked_because_.empty()) blocked_because_ = "no reason given";
            return;
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            blocked_because_.clear();
            return;
        default:
            return;
    }
}

void Connection::keep_alive(Time now) {
    if (heartbeat_.count() == 0) return;
    if (now - last_received_ > 2 * heartbeat_) {
        throw Unavailable(where_ + " was silent for " + std::to_string(2 * heartbeat_.count()) +
                          " seconds");
    }
    // Data that waits to be written serves as a heartbeat once it is sent.
    if (now - last_sent_ > heartbeat_ / 2 && unsent() == 0) {
        append_frame(AMQP_FRAME_HEARTBEAT, 0, {});
        flush();
    }
}

void Connection::close(Time deadline) noexcept {
    struct Discard : Receiver {
        void on_method(std::uint16_t, const amqp_method_t&) override {}
        void on_content(Content&) override {}
    } discard;
    try {
        amqp_connection_close_t close{};
        close.reply_code = AMQP_REPLY_SUCCESS;
        close.reply_text = bytes_of("closed in order");
        send(0, AMQP_CONNECTION_CLOSE_METHOD, &close);
        while (!closed_) {
            flush();
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return;
            const auto events = static_cast<short>(unsent() > 0 ? POLLIN | POLLOUT : POLLIN);
            pollfd waiting{descriptor_, events, 0};
            if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
            receive(discard);
        }
    } catch (const std::exception&) {
        // It is closed either way.
        return;
    }
}

}  // namespace viaja::amqp
