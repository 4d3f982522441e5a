#include "bench/load/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace viaja::bench {

Connection::Connection(int epoll, const Address& address, std::uint64_t tag)
    : epoll_(epoll), address_(address), tag_(tag) {}

Connection::~Connection() {
    close();
}

bool Connection::open() {
    socket_ = ::socket(address_.socket.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* to = reinterpret_cast<const sockaddr*>(&address_.socket);
    const bool begun = ::connect(socket_, to, address_.length) == 0 || errno == EINPROGRESS;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = tag_;
    if (begun && epoll_ctl(epoll_, EPOLL_CTL_ADD, socket_, &event) == 0) return true;
    close();
    return false;
}

bool Connection::send(std::string request) {
    if (socket_ < 0 && !open()) return false;
    unsent_ = std::move(request);
    if (write()) return true;
    close();
    return false;
}

/// Bytes that the socket does not take now wait for its next event.
bool Connection::write() {
    while (!unsent_.empty()) {
        const auto sent = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN || errno == ENOTCONN;
        unsent_.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

bool Connection::move_bytes() {
    if (socket_ < 0) return false;
    bool good = write();
    std::array<char, 16 * 1024> buffer;  // written before it is read, at every answer
    while (good) {
        const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (count > 0) {
            reader_.add({buffer.data(), static_cast<std::size_t>(count)});
            // A short read has emptied the socket; more bytes raise another event.
            if (static_cast<std::size_t>(count) < buffer.size()) break;
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else {
            good = count < 0 && (errno == EAGAIN || errno == ENOTCONN);
            break;
        }
    }
    if (!good) close();
    return good;
}

std::optional<HttpAnswer> Connection::next_answer() {
    auto answer = reader_.next();
    if (answer && answer->closes) close();
    return answer;
}

void Connection::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    unsent_.clear();
    reader_.clear();
}

}  // namespace viaja::bench
