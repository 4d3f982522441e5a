#pragma once
// An HTTP/1.1 server on a Loop. All members are called on the loop thread (or before the loop
// runs); handlers are called there too. Only a handler's `Respond` crosses threads.
//
// Parsing, limits, ordering and timeouts live in Connection, which knows no socket; this class and
// its peers only move bytes. An answer with a Takeover (a WebSocket, an event stream) hands the
// connection over to it; it then counts as a stream.

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "common/http/connection.hpp"
#include "common/http/router.hpp"
#include "common/ports/report.hpp"
#include "common/ports/tracer.hpp"

namespace viaja::runtime {
class Loop;
}

namespace viaja::http {

/// The address cannot be listened on. `what()` is a sentence for the person that started the
/// process.
class ListenFailed : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Another process listens on that port.
class PortTaken : public ListenFailed {
  public:
    using ListenFailed::ListenFailed;
};

/// The result of one request, for metrics and the access log. The string views are valid during the
/// call.
struct Answered {
    std::string_view method;
    std::string_view path;
    std::string_view request_id;
    int status;
    std::chrono::milliseconds took;  ///< from the end of the request to its answer's turn
};

struct ServerOptions {
    Limits limits = {};
    /// Connections for requests; those above it are answered 503 `overloaded` and closed.
    std::size_t connections_max = 4096;
    /// Connections that a WebSocket or an event stream has taken over. They are counted apart, so
    /// that open pages leave room for requests; one above it is answered 503 `overloaded`.
    std::size_t streams_max = 512;
    /// Told of each internal error: a handler that threw, a second response.
    Report report = {};
    /// Called on the loop thread once a request, when its answer is handed to the socket.
    std::function<void(const Answered&)> on_answered = {};
    /// Of the spans of requests; only of those that come to a router.
    Tracer tracer = {};
};

class Server {
  public:
    /// Serves what `handler` answers: usually `[&](const Request& r, Respond a) {
    /// router.handle(r, std::move(a)); }`. The loop must outlive the server.
    using RequestHandler = std::function<void(const Request&, Respond)>;

    Server(runtime::Loop& loop, RequestHandler handler, ServerOptions options = {});
    /// The same for a router, which must outlive the server.
    Server(runtime::Loop& loop, const Router& router, ServerOptions options = {});
    /// Closes everything at once, without waiting; answers given later are dropped.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// `host` is an IPv4 or IPv6 address or "localhost". Port 0 picks a free one. Throws PortTaken
    /// or ListenFailed. Raises the process's limit on open files as far as the system allows, if
    /// it is too low for the connections and streams above.
    void listen(const std::string& host, int port);

    /// The port that is listened on; 0 before `listen`.
    int port() const;

    /// Streams included.
    std::size_t connection_count() const;
    std::size_t stream_count() const;

    /// Stops accepting, closes idle connections at once, finishes the answers in flight, refuses
    /// new requests with 503 `draining`, closes WebSockets with 1001 "draining", ends the bodies of
    /// event streams, and closes whatever is left when `deadline` has passed. Then calls `done` on
    /// the loop thread, once, and never from inside this call.
    void drain(std::chrono::milliseconds deadline, std::function<void()> done);

  private:
    class Inside;
    std::shared_ptr<Inside> inside_;
};

}  // namespace viaja::http
