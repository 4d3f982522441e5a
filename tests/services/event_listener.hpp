#pragma once
// A client that follows a session by WebSocket or by server-sent events, as little as a test needs
// of either. Every wait ends after ten seconds with an exception.

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/http/client.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {

class EventListener {
  public:
    enum class Kind { web_socket, event_stream };
    using Headers = std::vector<std::pair<std::string, std::string>>;

    /// Asks to follow `path` of that port; `headers` carry the token.
    EventListener(Kind kind, int port, const std::string& path, const Headers& headers);
    /// The session of the replica from behind `after`, with its token.
    EventListener(Kind kind, const Replica& replica, int after = 0);

    /// Of the answer's first line: 101, 200, or what it was refused with.
    int status() const { return status_; }
    const std::string& head() const { return head_; }
    /// The next frame that is no beat. Checks that it begins where the one before ended, that its
    /// entries have no gap and, of server-sent events, its id.
    nlohmann::json next();
    /// The next frame of any type.
    nlohmann::json next_or_beat();
    /// Frames up to the one in which the session has that state.
    nlohmann::json next_until(const std::string& state);
    /// Of all frames so far.
    const std::vector<int>& seen() const { return seen_; }

    /// The code of the WebSocket's close frame, past any frame before.
    int close_code();
    bool sees_end() { return client_.sees_end(); }
    /// A message, though none is expected.
    void send_text(const std::string& text);

  private:
    nlohmann::json next_event();
    void take(const nlohmann::json& frame);

    const Kind kind_;
    http::testing::Client client_;
    std::string head_;
    int status_ = 0;
    int last_ = 0;
    std::string event_id_;  ///< of the event that was read last
    std::vector<int> seen_;
};

}  // namespace viaja::session
