#pragma once
// A Drive whose connection a stream has taken over, and what its handlers were told.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/event_stream.hpp"
#include "common/http/web_socket.hpp"
#include "tests/http/drive.hpp"
#include "tests/http/frames.hpp"

namespace viaja::http::testing {

/// A request for a WebSocket as a browser sends it, with more header lines.
std::string upgrade(std::string_view target, std::string_view more_lines = "");

struct Told {
    int opened = 0;
    int room = 0;
    int gone = 0;
};

StreamHandlers counting_handlers(Told& told);

/// A WebSocket that echoes messages, or, without `echo`, expects none.
class SocketDrive {
  public:
    explicit SocketDrive(const WebSocketOptions& options = {}, bool echo = true);

    void receive(std::string_view bytes) { drive.receive(bytes); }
    /// What the server has sent since the last call; the peer reads all of it at once.
    std::string frames();
    Ending ending() const { return drive.connection->ending(); }

    Told told;
    Drive drive;
    std::shared_ptr<WebSocket> socket;

  private:
    std::string unread_;
};

class EventsDrive {
  public:
    explicit EventsDrive(std::string_view request = "", const EventStreamOptions& options = {});

    Told told;
    Drive drive;
    std::shared_ptr<EventStream> stream;
    Answer head;
    std::string first_bytes;  // behind the head
};

}  // namespace viaja::http::testing
