#pragma once
// One accepted socket: moves bytes between it and its Connection, and closes it in the manner that
// the Connection asks for. Loop thread only; used by Server alone.

#include <uv.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/http/connection.hpp"

namespace viaja::http {

/// Both clocks of this turn of the loop.
Moment moment_of(const uv_loop_t* loop);

/// What all peers of a server share.
struct PeerContext {
    Limits limits;
    /// The connection may have requests to take. May close the peer.
    std::function<void(class Peer&)> on_requests;
    /// The socket is closed; nothing of it happens after this.
    std::function<void(class Peer&)> on_closed;
    Connection::NewRequestId new_request_id;
    /// All sockets read into it, one at a time.
    std::vector<char> read_buffer = std::vector<char>(64 * 1024);
};

class Peer : public std::enable_shared_from_this<Peer> {
  public:
    /// Takes the next connection that waits at `listener`; nullptr if it is gone again.
    static std::shared_ptr<Peer> accept(uv_stream_t* listener, std::uint64_t id,
                                        std::shared_ptr<PeerContext> context);

    std::uint64_t id() const { return id_; }
    const Connection& connection() const { return *connection_; }
    Connection& connection() { return *connection_; }

    /// Acts on what has changed in the connection: hands out requests, writes, reads or not, ends.
    /// Call it once after any number of changes, so that they share one write.
    void settle();

    /// About once a second.
    void tick();

    /// Closes without another byte. on_closed follows later.
    void close();

    bool closing() const { return closing_; }

  private:
    struct Write;

    Peer(std::uint64_t id, std::shared_ptr<PeerContext> context);

    void receive(ssize_t count, const char* bytes);
    void write_output();
    void read_or_not(bool wanted);
    void end_sending();
    void note_unwritten();

    const std::uint64_t id_;
    const std::shared_ptr<PeerContext> context_;
    uv_tcp_t socket_ = {};
    uv_shutdown_t shutdown_ = {};
    std::unique_ptr<Connection> connection_;
    std::shared_ptr<Peer> self_;  // holds this from accept to the close callback

    bool settling_ = false;
    bool settle_again_ = false;
    bool reading_ = false;
    bool ending_ = false;  // sending is being shut down
    bool sent_all_ = false;
    bool peer_ended_ = false;
    bool closing_ = false;
    std::size_t dropped_bytes_ = 0;
    std::chrono::milliseconds linger_since_{};
};

}  // namespace viaja::http
