#include "tests/services/event_listener.hpp"

#include <stdexcept>

#include "tests/http/frames.hpp"

namespace viaja::session {
namespace {

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

}  // namespace

EventListener::EventListener(Kind kind, int port, const std::string& path, const Headers& headers)
    : kind_(kind), client_(port) {
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    if (kind == Kind::web_socket) {
        request +=
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    } else {
        request += "Accept: text/event-stream\r\n";
    }
    for (const auto& [name, value] : headers)
        request += name + ": " + value + "\r\n";
    client_.send(request + "\r\n");
    head_ = client_.receive_through("\r\n\r\n");
    status_ = std::stoi(head_.substr(head_.find(' ')));
}

EventListener::EventListener(Kind kind, const Replica& replica, int after)
    : EventListener(kind, replica.port(),
                    replica.session_path("/events?after=" + std::to_string(after)),
                    {{"Authorization", "Bearer " + replica.token()}}) {
    last_ = after;
}

nlohmann::json EventListener::next_or_beat() {
    if (kind_ == Kind::event_stream) return next_event();
    for (;;) {
        const auto frame = client_.receive_frame();
        require(frame.opcode != http::testing::kClose, "the WebSocket was closed");
        if (frame.opcode == http::testing::kText) return nlohmann::json::parse(frame.payload);
    }
}

nlohmann::json EventListener::next() {
    for (;;) {
        auto frame = next_or_beat();
        if (frame.at("type") != "state") continue;
        take(frame);
        return frame;
    }
}

nlohmann::json EventListener::next_until(const std::string& state) {
    for (;;) {
        auto frame = next();
        if (frame["session"]["state"] == state && frame["more"] == false) return frame;
    }
}

void EventListener::take(const nlohmann::json& frame) {
    require(frame.at("after") == last_, "a frame begins elsewhere: " + frame.dump());
    for (const auto& entry : frame.at("entries")) {
        require(entry.at("seq") == last_ + 1, "a gap: " + frame.dump());
        seen_.push_back(++last_);
    }
    const bool has_id = kind_ == Kind::event_stream;
    require(!has_id || event_id_ == std::to_string(last_), "another id: " + event_id_);
}

nlohmann::json EventListener::next_event() {
    for (;;) {
        const auto event = client_.receive_through("\n\n");
        const auto data = event.find("data: ");
        if (data == std::string::npos) continue;  // a comment
        event_id_ = event.starts_with("id: ") ? event.substr(4, event.find('\n') - 4) : "";
        return nlohmann::json::parse(event.substr(data + 6));
    }
}

int EventListener::close_code() {
    for (;;) {
        const auto frame = client_.receive_frame();
        if (frame.opcode != http::testing::kClose) continue;
        const auto high = static_cast<unsigned char>(frame.payload.at(0));
        const auto low = static_cast<unsigned char>(frame.payload.at(1));
        return high * 256 + low;
    }
}

void EventListener::send_text(const std::string& text) {
    client_.send(http::testing::client_frame(http::testing::kText, text));
}

}  // namespace viaja::session
