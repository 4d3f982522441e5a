#include "tests/http/stream_drive.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "common/http/handshake.hpp"

namespace viaja::http::testing {

std::string upgrade(std::string_view target, std::string_view more_lines) {
    return get(target,
               "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                   std::string(more_lines));
}

StreamHandlers counting_handlers(Told& told) {
    return {.on_open = [&told](const std::shared_ptr<PushStream>&) { ++told.opened; },
            .on_room = [&told] { ++told.room; },
            .on_gone = [&told] { ++told.gone; }};
}

SocketDrive::SocketDrive(const WebSocketOptions& options, bool echo) {
    WebSocket::OnMessage on_message;
    if (echo) {
        on_message = [this](WebSocket::Kind kind, std::string_view message) {
            socket->send(kind, message);
        };
    }
    socket = std::make_shared<WebSocket>(counting_handlers(told), options, std::move(on_message));
    drive.receive(upgrade("/live"));
    drive.respond(0, web_socket_response(drive.requests.at(0).request, socket));
    EXPECT_EQ(drive.only_answer().status, 101);
}

std::string SocketDrive::frames() {
    unread_ += drive.output();
    return described(take_frames(unread_));
}

EventsDrive::EventsDrive(std::string_view request, const EventStreamOptions& options)
    : stream(std::make_shared<EventStream>(counting_handlers(told), options)) {
    drive.receive(request.empty() ? get("/events") : std::string(request));
    drive.respond(drive.requests.back().slot, event_stream_response(stream));
    const std::string output = drive.output();
    auto read = read_answer(output, false);
    if (!read) return;
    head = std::move(read->answer);
    first_bytes = output.substr(read->bytes);
}

}  // namespace viaja::http::testing
