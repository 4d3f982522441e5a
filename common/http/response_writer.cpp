#include "common/http/response_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace viaja::http {
namespace {

// Above this size a copy costs more than one more entry in the list given to the socket.
constexpr std::size_t kCopyBytesMax = 16 * 1024;

// These belong to the connection: a handler that sets one by mistake cannot break the framing.
bool belongs_to_connection(std::string_view name) {
    constexpr std::array kOurs = {"Date",         "Content-Length",    "Connection",
                                  "X-Request-Id", "Transfer-Encoding", "Keep-Alive"};
    return std::any_of(kOurs.begin(), kOurs.end(),
                       [&](std::string_view ours) { return equal_ignoring_case(name, ours); });
}

// A line end inside a value would inject a header or a second response.
void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (const char character : value) {
        const auto byte = static_cast<unsigned char>(character);
        head += (byte < 0x20 && byte != '\t') || byte == 0x7f ? ' ' : character;
    }
    head += "\r\n";
}

// RFC 9110 wants the option "upgrade" beside each Upgrade field, in 101 and in 426 alike.
std::string connection_options(const Response& response, const AnswerFrame& frame) {
    std::string options = response.headers.find("Upgrade") != nullptr ? "Upgrade" : "";
    const std::string_view fate = frame.close ? "close" : frame.http_1_0 ? "keep-alive" : "";
    if (!options.empty() && !fate.empty()) options += ", ";
    return options.append(fate);
}

}  // namespace

void Output::append(std::string_view bytes) {
    if (bytes.empty()) return;
    if (!last_is_open_) pieces_.emplace_back();
    pieces_.back().append(bytes);
    bytes_ += bytes.size();
    last_is_open_ = pieces_.back().size() < kCopyBytesMax;
}

void Output::append(std::string&& bytes) {
    if (bytes.size() <= kCopyBytesMax) {
        append(std::string_view(bytes));
        return;
    }
    bytes_ += bytes.size();
    pieces_.push_back(std::move(bytes));
    last_is_open_ = false;
}

std::vector<std::string> Output::take() {
    bytes_ = 0;
    last_is_open_ = false;
    return std::exchange(pieces_, {});
}

void write_response(Response response, const AnswerFrame& frame, Output& output) {
    const bool bodiless =
        response.status == 101 || response.status == 204 || response.status == 304;
    std::string head;
    head.reserve(256);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_phrase(response.status)).append("\r\n");
    append_field(head, "Date", http_date(frame.unix_time));
    append_field(head, "X-Request-Id", frame.request_id);
    if (!bodiless && response.headers.find("Content-Type") == nullptr) {
        append_field(head, "Content-Type", "application/json");
    }
    for (const auto& [name, value] : response.headers) {
        if (!belongs_to_connection(name)) append_field(head, name, value);
    }
    if (!bodiless && !frame.unknown_length) {
        append_field(head, "Content-Length", std::to_string(response.body.size()));
    }
    const std::string options = connection_options(response, frame);
    if (!options.empty()) append_field(head, "Connection", options);
    head += "\r\n";
    output.append(std::string_view(head));
    if (!bodiless && !frame.to_head) output.append(std::move(response.body));
}

}  // namespace viaja::http
