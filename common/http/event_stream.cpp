#include "common/http/event_stream.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace viaja::http {
namespace {

constexpr std::string_view kComment = ": beat\n\n";

// A line end inside a text begins a new line of data, which the client puts together again.
std::string event_of(std::string_view id, std::string_view text) {
    std::string event;
    event.reserve(id.size() + text.size() + 32);
    if (!id.empty()) event.append("id: ").append(id).append("\n");
    while (true) {
        const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
        event.append("data: ").append(line).append("\n");
        if (line.size() == text.size()) break;
        text.remove_prefix(line.size());
        text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
    }
    return event += '\n';
}

bool is_one_line(std::string_view id) {
    return std::none_of(id.begin(), id.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

EventStream::EventStream(StreamHandlers handlers, const EventStreamOptions& options)
    : PushStream(std::move(handlers), options.unsent_bytes_max), options_(options) {}

bool EventStream::send(std::string_view id, std::string_view text) {
    if (!can_send() || !has_room()) return false;
    append(event_of(is_one_line(id) ? id : std::string_view(), text));
    sent_since_tick_ = true;
    announce_output();
    return true;
}

bool EventStream::heartbeat(std::string_view text) {
    if (!can_send() || !has_room()) return false;
    append(kComment);
    return send("", text);
}

void EventStream::close(std::uint16_t, std::string_view) {
    if (!can_send()) return;
    end_with(Ending::after_output);
    announce_output();
}

void EventStream::on_begin(Moment now) {
    silent_since_ = now.monotonic;
}

// The client has nothing to say: a request behind this one is not answered, since the body ends
// with the connection.
void EventStream::on_bytes(std::string_view, Moment) {}

void EventStream::on_tick(Moment now) {
    if (std::exchange(sent_since_tick_, false)) silent_since_ = now.monotonic;
    if (now.monotonic - silent_since_ < options_.comment_after || !has_room()) return;
    silent_since_ = now.monotonic;
    append(kComment);
}

void EventStream::on_drain() {
    end_with(Ending::after_output);
}

Response event_stream_response(std::shared_ptr<EventStream> stream) {
    Response response;
    response.headers = {{"Content-Type", "text/event-stream"},
                        {"Cache-Control", "no-store"},
                        {"X-Accel-Buffering", "no"}};
    response.takeover = std::move(stream);
    return response;
}

}  // namespace viaja::http
