#pragma once
// A server on a loop of its own thread, and a blocking client to speak to it over loopback. Every
// wait of the client ends after ten seconds with an exception.

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "common/http/server.hpp"
#include "common/runtime/loop.hpp"
#include "tests/http/frames.hpp"
#include "tests/http/wire.hpp"

namespace viaja::http::testing {

class Client {
  public:
    explicit Client(int port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void send(std::string_view bytes);
    /// Sends until the server takes no more for a moment; returns how many bytes it took.
    std::size_t send_until_full(std::string_view bytes);
    void end_sending();
    /// The next answer.
    Answer receive(bool to_head = false);
    /// What comes up to and with `mark`.
    std::string receive_through(std::string_view mark);
    /// The next WebSocket frame, after an answer 101.
    ServerFrame receive_frame();
    /// Everything up to the end of the connection.
    std::string receive_rest();
    /// Whether the server ends the connection, without another byte before.
    bool sees_end();
    /// Whether something can be read, or an end seen, within that time.
    bool readable_within(std::chrono::milliseconds time);

  private:
    bool read_more();

    int socket_ = -1;
    std::string received_;
    std::deque<ServerFrame> frames_;
};

/// Loop, server and thread. `on_loop` runs a function on the loop and waits for its end.
class RunningServer {
  public:
    explicit RunningServer(Server::RequestHandler handler, ServerOptions options = {});
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    int port() const { return port_; }
    void on_loop(const std::function<void()>& function);
    /// Waits until the server has that many connections.
    void await_connections(std::size_t count);

    runtime::Loop loop;
    std::optional<Server> server;

  private:
    int port_ = 0;
    std::thread thread_;
};

}  // namespace viaja::http::testing
