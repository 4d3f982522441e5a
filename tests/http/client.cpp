#include "tests/http/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <future>
#include <stdexcept>
#include <utility>

namespace viaja::http::testing {
namespace {

constexpr std::chrono::seconds kWaitMax{10};

void require(bool condition, const char* what) {
    if (!condition) throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

Client::Client(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    require(socket_ >= 0, "socket");
    const timeval limit{kWaitMax.count(), 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0,
            "connect");
}

Client::~Client() {
    close(socket_);
}

void Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        require(sent > 0, "send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t Client::send_until_full(std::string_view bytes) {
    std::size_t total = 0;
    pollfd writable{socket_, POLLOUT, 0};
    while (total < bytes.size() && poll(&writable, 1, 300) == 1) {
        const ssize_t sent = ::send(socket_, bytes.data() + total, bytes.size() - total,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        require(sent > 0, "send");
        total += static_cast<std::size_t>(sent);
    }
    return total;
}

void Client::end_sending() {
    require(shutdown(socket_, SHUT_WR) == 0, "shutdown");
}

bool Client::read_more() {
    std::array<char, 65536> buffer;
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
    require(count >= 0, "recv");
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

Answer Client::receive(bool to_head) {
    while (true) {
        if (auto read = read_answer(received_, to_head)) {
            received_.erase(0, read->bytes);
            return std::move(read->answer);
        }
        if (!read_more()) throw std::runtime_error("the connection ended before an answer came");
    }
}

std::string Client::receive_through(std::string_view mark) {
    while (received_.find(mark) == std::string::npos) {
        if (!read_more()) throw std::runtime_error("the connection ended before the mark came");
    }
    const auto end = received_.find(mark) + mark.size();
    auto bytes = received_.substr(0, end);
    received_.erase(0, end);
    return bytes;
}

ServerFrame Client::receive_frame() {
    while (frames_.empty()) {
        for (ServerFrame& frame : take_frames(received_))
            frames_.push_back(std::move(frame));
        if (frames_.empty() && !read_more()) {
            throw std::runtime_error("the connection ended before a frame came");
        }
    }
    ServerFrame frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
}

std::string Client::receive_rest() {
    while (read_more()) {
    }
    return std::exchange(received_, {});
}

bool Client::sees_end() {
    return frames_.empty() && received_.empty() && !read_more();
}

bool Client::readable_within(std::chrono::milliseconds time) {
    pollfd readable{socket_, POLLIN, 0};
    return poll(&readable, 1, static_cast<int>(time.count())) == 1;
}

RunningServer::RunningServer(Server::RequestHandler handler, ServerOptions options) {
    server.emplace(loop, std::move(handler), std::move(options));
    server->listen("127.0.0.1", 0);
    port_ = server->port();
    thread_ = std::thread([this] { loop.run(); });
}

RunningServer::~RunningServer() {
    loop.stop();
    thread_.join();
    server.reset();
}

void RunningServer::on_loop(const std::function<void()>& function) {
    std::promise<void> done;
    loop.post([&] {
        function();
        done.set_value();
    });
    if (done.get_future().wait_for(kWaitMax) != std::future_status::ready) {
        // The lambda still refers to this frame, so there is no way on.
        std::terminate();
    }
}

void RunningServer::await_connections(std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + kWaitMax;
    std::size_t found = count + 1;
    while (found != count && std::chrono::steady_clock::now() < end) {
        on_loop([&] { found = server->connection_count(); });
    }
    if (found != count) throw std::runtime_error("the server keeps another number of connections");
}

}  // namespace viaja::http::testing
