// Arbitrary bytes into a Connection: no crash, nothing unbounded, and a strict client can read
// every byte that comes out. A request for /events is answered with an event stream, one that asks
// for a WebSocket in the right way with an echoing one; what the peer sends behind it is frames.
//
// Input: byte 0 chooses the order of the answers, byte 1 how the bytes are cut, the rest is what
// the peer sends. Within it 0xfe is an instruction of the fuzzer and not sent: the byte after it
// passes time (0..100), answers one request (101..200), stalls or resumes reading (201..230),
// drains (231), ends the peer's side (232), pushes a text (233), closes the stream (234), or else
// is sent as it is.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/http/connection.hpp"
#include "common/http/event_stream.hpp"
#include "common/http/handshake.hpp"
#include "common/http/web_socket.hpp"
#include "tests/http/frames.hpp"
#include "tests/http/wire.hpp"

namespace {

using namespace viaja::http;

void require(bool condition, const char* what) {
    if (condition) return;
    std::fprintf(stderr, "violated: %s\n", what);
    std::abort();
}

Limits small_limits() {
    Limits limits;
    limits.request_line_bytes_max = 64;
    limits.header_bytes_max = 256;
    limits.header_fields_max = 8;
    limits.body_bytes_max = 64;
    limits.requests_in_flight_max = 4;
    limits.unwritten_bytes_max = 4096;
    return limits;
}

constexpr std::size_t kMessageBytesMax = 300;
constexpr std::size_t kUnsentBytesMax = 1000;
constexpr std::size_t kPushedBytes = 400;
constexpr std::size_t kAnswerBytesMax = 5500;

class World {
  public:
    explicit World(std::uint8_t order)
        : order_(order),
          connection_(
              limits_, "192.0.2.1:1", [this] { return "id-" + std::to_string(++ids_); }, now_) {
        connection_.on_answered([this](const Request& about, int status, auto) {
            answered_.push_back({about.method, status, about.request_id});
        });
    }

    void send(std::string_view bytes) {
        // As the socket would: nothing more is read while the connection does not want it.
        if (!connection_.wants_bytes()) return;
        read_bytes_max_ = std::max(read_bytes_max_, bytes.size());
        connection_.receive(bytes, now_);
        settle();
    }

    void instruct(std::uint8_t what) {
        if (what <= 100) {
            now_.monotonic += std::chrono::milliseconds(what * 100);
            connection_.tick(now_);
        } else if (what <= 200) {
            answer(what - 101U);
        } else if (what <= 230) {
            stalled_ = what % 2 == 0;
        } else if (what == 231) {
            connection_.drain(now_);
        } else if (what == 232) {
            connection_.receive_end(now_);
        } else if (what == 233 && stream_) {
            stream_->send("1", std::string(kPushedBytes, 'p'));
        } else if (what == 234 && stream_) {
            stream_->close(4404, "gone");
        }
        settle();
    }

    void finish() {
        stalled_ = false;
        settle();
        for (int round = 0; round < 1000 && !open_.empty(); ++round)
            answer(order_);
        settle();
        finish_stream();
        require(open_.empty() || connection_.ending() != Ending::open, "every request is answered");
        require(connection_.in_flight() == 0 || connection_.ending() == Ending::now,
                "no answer stays behind");
        now_.monotonic += std::chrono::hours(1);
        connection_.tick(now_);
        settle();
        now_.monotonic += std::chrono::hours(1);
        connection_.tick(now_);
        require(connection_.ending() != Ending::open, "a silent connection ends");
        if (connection_.ending() != Ending::now) read_output(true);
    }

  private:
    struct Answered {
        std::string method;
        int status;
        std::string request_id;
    };

    // A request that waits for its answer.
    struct Open {
        std::uint64_t slot;
        Request request;
    };

    void settle() {
        for (Incoming& incoming : connection_.take_requests()) {
            check_request(incoming.request);
            open_.push_back({incoming.slot, std::move(incoming.request)});
        }
        require(connection_.in_flight() <= limits_.requests_in_flight_max + 1, "bounded pipeline");
        for (const std::string& piece : connection_.take_output())
            unread_ += piece;
        connection_.unwritten(stalled_ ? unread_.size() : 0, now_);
        if (!stalled_) read_output(false);
        if (connection_.has_requests() || connection_.has_output()) settle();
        require(gone_ <= opened_ && opened_ <= 1, "one stream, which ends once");
        require(connection_.taken_over() == (opened_ == 1), "told of the takeover");
        require(!connection_.taken_over() || unread_.size() <= kept_bytes_max(),
                "little is kept for a peer that does not read");
    }

    // The answers before the stream; then what is sent while there is room, and the pongs for one
    // read, which are shorter than their pings.
    std::size_t kept_bytes_max() const {
        const std::size_t answers = limits_.unwritten_bytes_max + 6 * kAnswerBytesMax;
        return answers + kUnsentBytesMax + kPushedBytes + kMessageBytesMax + read_bytes_max_;
    }

    // An event stream would go on for ever, a WebSocket waits for the answer to its close frame.
    void finish_stream() {
        if (!stream_) return;
        stream_->close(1000, "");
        settle();
        for (int second = 0; second < 10; ++second)
            instruct(10);
        require(gone_ == 1, "told of the end");
        require(connection_.ending() != Ending::open, "a stream that is closed ends");
    }

    void check_request(const Request& request) const {
        require(!request.method.empty() && request.method.size() <= 32, "method");
        require(request.target.size() <= limits_.request_line_bytes_max, "target");
        require(request.headers.size() <= limits_.header_fields_max, "fields");
        require(request.body.size() <= limits_.body_bytes_max, "body");
        require(!request.request_id.empty() && request.request_id.size() <= 128, "request id");
        for (const auto& [name, value] : request.headers) {
            require(name.find_first_of(" \t\r\n:") == std::string::npos, "field name");
            require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
                    "field value");
        }
    }

    void answer(unsigned which) {
        if (open_.empty()) return;
        const auto at = open_.begin() + static_cast<std::ptrdiff_t>(which % open_.size());
        const Open open = *at;
        open_.erase(at);
        Response response = answer_to(open.request, which);
        response.headers.add("Location", "/x\r\nEvil: 1");
        response.headers.add("Answer-To", open.request.request_id);
        connection_.respond(open.slot, std::move(response), now_);
        settle();
    }

    Response answer_to(const Request& request, unsigned which) {
        StreamHandlers handlers{.on_open =
                                    [this](const auto& stream) {
                                        ++opened_;
                                        stream_ = stream;
                                    },
                                .on_gone = [this] { ++gone_; }};
        if (request.path == "/events") {
            return event_stream_response(std::make_shared<EventStream>(
                std::move(handlers), EventStreamOptions{.unsent_bytes_max = kUnsentBytesMax}));
        }
        if (!refuse_unless_web_socket(request)) return web_socket_response(request, echo(handlers));
        Response response = text_response(which % 3 == 0 ? 204 : 200, "");
        response.body.assign(which % 5 == 0 ? 5000 : which, 'b');
        response.close = which % 11 == 10;
        return response;
    }

    std::shared_ptr<WebSocket> echo(const StreamHandlers& handlers) {
        const auto on_message = [this](WebSocket::Kind kind, std::string_view message) {
            require(message.size() <= kMessageBytesMax, "message");
            if (stream_) static_cast<WebSocket&>(*stream_).send(kind, message);
        };
        return std::make_shared<WebSocket>(handlers,
                                           WebSocketOptions{.message_bytes_max = kMessageBytesMax,
                                                            .unsent_bytes_max = kUnsentBytesMax},
                                           on_message);
    }

    void check_answer(const testing::Answer& answer) {
        const Answered expected = answered_.front();
        answered_.pop_front();
        require(answer.status == expected.status, "answers in order");
        require(answer.field("X-Request-Id") == expected.request_id, "the request's own id");
        require(answer.field("Evil") == std::nullopt, "no header out of a value");
        require(answer.status < 500 || answer.status == 503, "no other 5xx");
        const bool handled = answer.status < 300;
        switched_ = answer.status == 101;
        streams_ = answer.field("Content-Type") == "text/event-stream" && expected.method != "HEAD";
        require(!handled || answer.field("Answer-To") == expected.request_id,
                "the answer that was given for this request");
    }

    // Reads answers as a strict client, which knows to which method each one belongs.
    void read_output(bool all) {
        while (!unread_.empty() && !switched_ && !streams_) {
            const bool interim = unread_.starts_with("HTTP/1.1 100 ");
            require(interim || !answered_.empty(), "an answer to something");
            const auto read =
                testing::read_answer(unread_, !interim && answered_.front().method == "HEAD");
            if (!read) break;
            if (!interim) check_answer(read->answer);
            unread_.erase(0, read->bytes);
        }
        if (switched_) read_frames();
        if (streams_) unread_.clear();
        require(!all || (unread_.empty() && answered_.empty()), "whole answers");
    }

    void read_frames() {
        for (const auto& frame : testing::take_frames(unread_)) {
            require(!close_read_, "nothing behind the close frame");
            close_read_ = frame.opcode == testing::kClose;
        }
    }

    const Limits limits_ = small_limits();
    const std::uint8_t order_;
    Moment now_{std::chrono::milliseconds(1), std::chrono::seconds(1'700'000'000)};
    int ids_ = 0;
    Connection connection_;
    std::vector<Open> open_;
    std::deque<Answered> answered_;
    std::string unread_;
    bool stalled_ = false;
    std::shared_ptr<PushStream> stream_;
    int opened_ = 0;
    int gone_ = 0;
    std::size_t read_bytes_max_ = 0;  // the longest piece that was sent at once
    bool switched_ = false;           // what comes out is frames
    bool streams_ = false;            // or the body of an event stream
    bool close_read_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    World world(data[0]);
    const std::size_t piece_max = data[1] == 0 ? size : data[1];
    std::string piece;
    for (std::size_t i = 2; i < size; ++i) {
        const bool instruction = data[i] == 0xfe && i + 1 < size && data[i + 1] <= 234;
        if (!instruction) piece += static_cast<char>(data[i]);
        if (instruction || piece.size() >= piece_max) {
            world.send(piece);
            piece.clear();
        }
        if (instruction) world.instruct(data[++i]);
    }
    world.send(piece);
    world.finish();
    return 0;
}
