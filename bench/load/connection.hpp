#pragma once
// One keep-alive connection over a nonblocking socket that is watched by an epoll, edge-triggered.
// Opens itself at the first request, and again after a loss. One thread.

#include <cstdint>
#include <optional>
#include <string>

#include "bench/load/address.hpp"
#include "bench/load/answer_reader.hpp"

namespace viaja::bench {

class Connection {
  public:
    /// Events of the socket carry `tag`. The address outlives the connection.
    Connection(int epoll, const Address& address, std::uint64_t tag);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// One request at a time. False where no connection can be had.
    [[nodiscard]] bool send(std::string request);
    /// The socket is ready: writes what is left, reads what has come. False: the connection is
    /// lost and closed. Throws BadAnswer.
    [[nodiscard]] bool move_bytes();
    std::optional<HttpAnswer> next_answer();
    void close();

  private:
    bool open();
    bool write();

    const int epoll_;
    const Address& address_;
    const std::uint64_t tag_;
    int socket_ = -1;
    std::string unsent_;
    AnswerReader reader_;
};

}  // namespace viaja::bench
