#pragma once
// One AMQP 0-9-1 connection on librabbitmq.
// Internal to the adapter. One thread.
//
// librabbitmq 0.11 can block without limit in a send, and for ever in one case of a dead peer (its
// amqp_try_recv takes a timeout of 0 for infinite). So after the login this class only reads with
// it; what is sent is encoded into a buffer of its own, written when the socket takes it. The
// library's heartbeats, which would be written between the halves of a frame, are turned off after
// they were agreed with the broker, and kept here.
//
// With TLS the library owns the connection of OpenSSL and reads it; what is sent is written to that
// connection too. `receive` ends only when OpenSSL itself has nothing more: data that it has taken
// from the socket does not make the socket readable.

#include <amqp.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/tls/tls_client.hpp"

namespace viaja::amqp {

using Time = std::chrono::steady_clock::time_point;

/// At most so long between two looks whether a heartbeat is due.
constexpr std::chrono::milliseconds kHeartbeatPause{1'000};

/// What a frame has around its payload: seven bytes before, one behind.
constexpr std::size_t kFrameBytes = 8;

/// Text for librabbitmq, which only reads it; `text` must stay.
amqp_bytes_t bytes_of(std::string_view text);
std::string text_of(const amqp_bytes_t& bytes);

/// A complete message: a delivery, a returned one or the answer to a get, as `method` says. All but
/// `body`, which may be moved from, is invalid after the call that delivers it.
struct Content {
    std::uint16_t channel;
    const amqp_method_t& method;
    const amqp_basic_properties_t& properties;
    std::string& body;
};

/// Receives what a connection has read.
class Receiver {
  public:
    virtual ~Receiver() = default;
    /// Not for what the connection deals with itself: its own end, blocked and unblocked. A
    /// `channel.close` was answered already.
    virtual void on_method(std::uint16_t channel, const amqp_method_t& method) = 0;
    virtual void on_content(Content& content) = 0;
};

/// Every call throws Unavailable when the connection is lost, with a sentence that says why; it can
/// then only be destroyed.
class Connection {
  public:
    /// Connects and logs in: blocks, at most for the timeouts of the settings. `role` tells the
    /// connections of a process apart in the console.
    Connection(const RabbitmqSettings& settings, std::string_view role);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int descriptor() const { return descriptor_; }

    /// Both only fill the buffer. `fields` is the struct of the method in amqp_framing.h.
    void send(std::uint16_t channel, amqp_method_number_t method, const void* fields);
    void send_content(std::uint16_t channel, const amqp_basic_publish_t& publish,
                      const amqp_basic_properties_t& properties, std::string_view body);

    /// Writes as much as the socket takes now.
    void flush();
    std::size_t unsent() const { return unsent_.size() - sent_; }

    /// Reads what has come, when the socket can be read. True if it stopped early: there may be
    /// more, also when the socket has nothing to read.
    bool receive(Receiver& receiver);

    /// Sends a heartbeat when one is due, and throws when the broker's are overdue. To be called
    /// at least every kHeartbeatPause.
    void keep_alive(Time now);

    /// The broker is short of memory or disk and reads nothing from publishing connections.
    bool blocked() const { return !blocked_because_.empty(); }
    const std::string& blocked_because() const { return blocked_because_; }

    /// Closes the connection in order: waits for the close-ok until `deadline`. Never throws.
    void close(Time deadline) noexcept;

  private:
    struct Destroy {
        void operator()(amqp_connection_state_t_* state) const;
    };
    /// A message of which not all frames have come.
    struct Partial {
        amqp_method_t method;
        const amqp_basic_properties_t* properties = nullptr;
        std::uint64_t expected = 0;
        std::string body;
    };

    void connect(const RabbitmqSettings& settings);
    amqp_socket_t_* make_socket(const RabbitmqSettings& settings);
    void log_in(const RabbitmqSettings& settings, std::string_view role);
    std::size_t write_some(std::string_view bytes);
    /// In words: OpenSSL's, where it was that.
    std::string reason_of_library(int status) const;
    void take_over_heartbeats();
    void append_frame(std::uint8_t type, std::uint16_t channel, std::string_view payload);
    void handle(const amqp_frame_t& frame, Receiver& receiver);
    void handle_method(std::uint16_t channel, const amqp_method_t& method, Receiver& receiver);
    void handle_content(const amqp_frame_t& frame, Receiver& receiver);
    void handle_own(const amqp_method_t& method);

    std::string where_;
    std::unique_ptr<tls::Client> tls_;  ///< null: plain
    std::unique_ptr<amqp_connection_state_t_, Destroy> state_;
    int descriptor_ = -1;
    std::chrono::seconds heartbeat_{0};
    std::size_t frame_max_ = 0;
    std::vector<char> scratch_;  ///< where a frame's payload is encoded

    std::string unsent_;
    std::size_t sent_ = 0;
    std::map<std::uint16_t, Partial> partial_;
    std::string blocked_because_;
    Time last_sent_;
    Time last_received_;
    bool closed_ = false;
};

/// "406 PRECONDITION_FAILED - inequivalent arg …"
std::string reason_of(std::uint16_t code, const amqp_bytes_t& text);
std::string reason_of(const amqp_channel_close_t& close);

}  // namespace viaja::amqp
