#include "tests/services/event_listener.hpp"

#include <stdexcept>

namespace viaja::session {
namespace {

constexpr int kText = 1;
constexpr int kClose = 8;

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error(what);
}

unsigned byte_of(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes.at(at));
}

std::size_t number_of(const std::string& bytes) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        number = number << 8 | byte_of(bytes, i);
    return number;
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
        const auto frame = next_web_socket_frame();
        require(frame.opcode != kClose, "the WebSocket was closed");
        if (frame.opcode == kText) return nlohmann::json::parse(frame.payload);
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

EventListener::WebSocketFrame EventListener::next_web_socket_frame() {
    const auto begin = client_.receive_bytes(2);
    require((byte_of(begin, 1) & 0x80) == 0, "a server's frame is masked");
    std::size_t length = byte_of(begin, 1);
    if (length == 126) length = number_of(client_.receive_bytes(2));
    if (length == 127) length = number_of(client_.receive_bytes(8));
    return {static_cast<int>(byte_of(begin, 0) & 0x0f), client_.receive_bytes(length)};
}

int EventListener::close_code() {
    for (;;) {
        const auto frame = next_web_socket_frame();
        if (frame.opcode == kClose) return static_cast<int>(number_of(frame.payload.substr(0, 2)));
    }
}

void EventListener::send_text(const std::string& text) {
    require(text.size() < 126, "a longer text needs a longer head");
    const std::string mask(4, '\0');  // leaves the text as it is
    client_.send(std::string{'\x81', static_cast<char>(0x80 | text.size())} + mask + text);
}

}  // namespace viaja::session
