#include "tests/ports/tcp_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace viaja::test {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

bool send_all(int handle, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = send(handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string receive(int handle) {
    std::array<char, 65'536> buffer{};
    const auto count = recv(handle, buffer.data(), buffer.size(), 0);
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

}  // namespace

TcpProxy::TcpProxy(int server_port) : server_port_(server_port) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, plain, size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, plain, &size) != 0 || pipe(wake_) != 0) {
        throw std::runtime_error("cannot make a proxy");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy() {
    close(wake_[1]);
    thread_.join();
    close(wake_[0]);
    close(listener_);
}

void TcpProxy::cut_before(const std::string& text) {
    const std::lock_guard guard(mutex_);
    cut_ = Cut::before;
    cut_at_ = text;
}

void TcpProxy::cut_after(const std::string& text) {
    const std::lock_guard guard(mutex_);
    cut_ = Cut::after;
    cut_at_ = text;
}

void TcpProxy::run() {
    while (true) {
        std::vector<pollfd> waiting{{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const Pair& pair : pairs_) {
            waiting.push_back({pair.client, POLLIN, 0});
            waiting.push_back({pair.server, POLLIN, 0});
        }
        poll(waiting.data(), waiting.size(), -1);
        if (waiting[0].revents != 0) break;

        std::vector<Pair> going_on;
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            Pair pair = pairs_[i];
            const bool goes_on = (waiting[2 + 2 * i].revents == 0 || to_server(pair)) &&
                                 (waiting[3 + 2 * i].revents == 0 || to_client(pair));
            if (goes_on) {
                going_on.push_back(pair);
            } else {
                close(pair.client);
                close(pair.server);
            }
        }
        pairs_ = std::move(going_on);
        if (waiting[1].revents != 0) accept_one();
    }
    for (const Pair& pair : pairs_) {
        close(pair.client);
        close(pair.server);
    }
}

void TcpProxy::accept_one() {
    Pair pair;
    pair.client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (pair.client < 0) return;
    ++connections_;
    pair.server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    if (connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(pair.client);
        close(pair.server);
        return;
    }
    pairs_.push_back(pair);
}

bool TcpProxy::to_server(Pair& pair) {
    const std::string bytes = receive(pair.client);
    if (bytes.empty()) return false;
    {
        const std::lock_guard guard(mutex_);
        if (cut_ != Cut::never && bytes.find(cut_at_) != std::string::npos) {
            if (std::exchange(cut_, Cut::never) == Cut::before) return false;
            pair.answer_is_withheld = true;
        }
    }
    return send_all(pair.server, bytes);
}

bool TcpProxy::to_client(const Pair& pair) {
    const std::string bytes = receive(pair.server);
    if (bytes.empty() || pair.answer_is_withheld) return false;
    return send_all(pair.client, bytes);
}

}  // namespace viaja::test
