#include "common/http/peer.hpp"

#include <ctime>
#include <utility>

namespace viaja::http {
namespace {

// After our last byte we read on for a while and drop what comes: to close a socket with unread
// bytes would reset it, and the client could lose the response.
constexpr std::chrono::milliseconds kLingerMax{2'000};
constexpr std::size_t kDroppedBytesMax = 8 * 1024 * 1024;

uv_stream_t* stream(uv_tcp_t& socket) {
    return reinterpret_cast<uv_stream_t*>(&socket);
}
uv_handle_t* handle(uv_tcp_t& socket) {
    return reinterpret_cast<uv_handle_t*>(&socket);
}

std::string name_of_peer(const uv_tcp_t& socket) {
    sockaddr_storage address = {};
    int length = sizeof(address);
    auto* general = reinterpret_cast<sockaddr*>(&address);
    if (uv_tcp_getpeername(&socket, general, &length) != 0) return "unknown";
    std::array<char, INET6_ADDRSTRLEN> text = {};
    if (general->sa_family == AF_INET6) {
        const auto* six = reinterpret_cast<const sockaddr_in6*>(&address);
        uv_ip6_name(six, text.data(), text.size());
        return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(six->sin6_port));
    }
    const auto* four = reinterpret_cast<const sockaddr_in*>(&address);
    uv_ip4_name(four, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(four->sin_port));
}

}  // namespace

Moment moment_of(const uv_loop_t* loop) {
    return {std::chrono::milliseconds(uv_now(loop)), std::chrono::seconds(std::time(nullptr))};
}

// The bytes must stay where they are until the socket has taken them.
struct Peer::Write {
    uv_write_t request = {};
    std::vector<std::string> pieces;
    std::shared_ptr<Peer> peer;
};

Peer::Peer(std::uint64_t id, std::shared_ptr<PeerContext> context)
    : id_(id), context_(std::move(context)) {}

std::shared_ptr<Peer> Peer::accept(uv_stream_t* listener, std::uint64_t id,
                                   std::shared_ptr<PeerContext> context) {
    const std::shared_ptr<Peer> peer(new Peer(id, std::move(context)));
    if (uv_tcp_init(listener->loop, &peer->socket_) != 0) return nullptr;
    peer->socket_.data = peer.get();
    peer->self_ = peer;
    const bool accepted = uv_accept(listener, stream(peer->socket_)) == 0;
    peer->connection_ = std::make_unique<Connection>(
        peer->context_->limits, accepted ? name_of_peer(peer->socket_) : "unknown",
        peer->context_->new_request_id, moment_of(listener->loop));
    if (!accepted) {
        peer->close();
        return nullptr;
    }
    peer->connection_->on_output([raw = peer.get()] { raw->settle(); });
    uv_tcp_nodelay(&peer->socket_, 1);
    return peer;
}

void Peer::settle() {
    // Handing out requests can bring answers at once, and with them another call of this.
    settle_again_ = true;
    if (settling_) return;
    settling_ = true;
    while (!closing_ &&
           (settle_again_ || connection_->has_requests() || connection_->has_output())) {
        settle_again_ = false;
        context_->on_requests(*this);
        if (!closing_) write_output();
    }
    settling_ = false;
    if (closing_) return;
    switch (connection_->ending()) {
        case Ending::open:
            read_or_not(connection_->wants_bytes());
            return;
        case Ending::after_output:
            end_sending();
            return;
        case Ending::now:
            close();
            return;
    }
}

void Peer::tick() {
    if (closing_) return;
    note_unwritten();
    connection_->tick(moment_of(socket_.loop));
    const auto now = std::chrono::milliseconds(uv_now(socket_.loop));
    if (sent_all_ && now - linger_since_ >= kLingerMax) return close();
    settle();
}

void Peer::receive(ssize_t count, const char* bytes) {
    const Moment now = moment_of(socket_.loop);
    if (count < 0) {
        reading_ = false;
        uv_read_stop(stream(socket_));
        if (count != UV_EOF) return close();
        peer_ended_ = true;
        if (sent_all_) return close();
        connection_->receive_end(now);
    } else if (ending_) {
        dropped_bytes_ += static_cast<std::size_t>(count);
        if (dropped_bytes_ > kDroppedBytesMax) close();
        return;
    } else {
        connection_->receive({bytes, static_cast<std::size_t>(count)}, now);
    }
    settle();
}

void Peer::write_output() {
    auto write = std::make_unique<Write>();
    write->pieces = connection_->take_output();
    if (write->pieces.empty()) return;
    std::vector<uv_buf_t> buffers;
    buffers.reserve(write->pieces.size());
    for (std::string& piece : write->pieces) {
        buffers.push_back(uv_buf_init(piece.data(), static_cast<unsigned>(piece.size())));
    }
    write->peer = shared_from_this();
    write->request.data = write.get();
    const auto on_written = [](uv_write_t* request, int status) {
        const std::unique_ptr<Write> done(static_cast<Write*>(request->data));
        Peer& peer = *done->peer;
        if (peer.closing_) return;
        if (status < 0) return peer.close();
        peer.note_unwritten();
        peer.settle();
    };
    if (uv_write(&write->request, stream(socket_), buffers.data(),
                 static_cast<unsigned>(buffers.size()), on_written) != 0) {
        return close();
    }
    static_cast<void>(write.release());  // on_written takes it back
    note_unwritten();
}

void Peer::note_unwritten() {
    connection_->unwritten(uv_stream_get_write_queue_size(stream(socket_)),
                           moment_of(socket_.loop));
}

void Peer::read_or_not(bool wanted) {
    if (wanted == reading_ || peer_ended_) return;
    reading_ = wanted;
    if (!wanted) {
        uv_read_stop(stream(socket_));
        return;
    }
    const auto give_buffer = [](uv_handle_t* socket, std::size_t, uv_buf_t* buffer) {
        std::vector<char>& bytes = static_cast<Peer*>(socket->data)->context_->read_buffer;
        *buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
    };
    const auto on_read = [](uv_stream_t* socket, ssize_t count, const uv_buf_t* buffer) {
        if (count != 0) static_cast<Peer*>(socket->data)->receive(count, buffer->base);
    };
    if (uv_read_start(stream(socket_), give_buffer, on_read) != 0) close();
}

void Peer::end_sending() {
    if (ending_) return;
    ending_ = true;
    shutdown_.data = this;
    const auto on_sent = [](uv_shutdown_t* request, int status) {
        auto* peer = static_cast<Peer*>(request->data);
        if (peer->closing_) return;
        if (status < 0 || peer->peer_ended_) return peer->close();
        peer->sent_all_ = true;
        peer->linger_since_ = std::chrono::milliseconds(uv_now(peer->socket_.loop));
    };
    if (uv_shutdown(&shutdown_, stream(socket_), on_sent) != 0) return close();
    read_or_not(true);
}

void Peer::close() {
    if (closing_) return;
    closing_ = true;
    uv_close(handle(socket_), [](uv_handle_t* socket) {
        auto* peer = static_cast<Peer*>(socket->data);
        const std::shared_ptr<Peer> self = std::move(peer->self_);
        if (peer->context_->on_closed) peer->context_->on_closed(*peer);
    });
}

}  // namespace viaja::http
