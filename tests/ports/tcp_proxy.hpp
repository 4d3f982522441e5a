#pragma once
// Stands between a client and a server on this machine, and breaks the connection at a moment that
// a test chooses: no other way leads into the middle of a COMMIT.

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace viaja::test {

/// Any thread.
class TcpProxy {
  public:
    explicit TcpProxy(int server_port);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    int port() const { return port_; }
    /// How many connections were taken so far.
    int connections() const { return connections_; }

    /// The next request that holds `text` does not reach the server: the connection breaks instead.
    void cut_before(const std::string& text);
    /// The next request that holds `text` reaches the server; when it answers, the connection
    /// breaks in place of the answer.
    void cut_after(const std::string& text);

  private:
    enum class Cut { never, before, after };
    struct Pair {
        int client = -1;
        int server = -1;
        bool answer_is_withheld = false;
    };

    void run();
    void accept_one();
    /// False when the connection is to end.
    bool to_server(Pair& pair);
    bool to_client(const Pair& pair);

    const int server_port_;
    int port_ = 0;
    int listener_ = -1;
    int wake_[2] = {-1, -1};
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    Cut cut_ = Cut::never;
    std::string cut_at_;
    std::vector<Pair> pairs_;
    std::thread thread_;
};

}  // namespace viaja::test
