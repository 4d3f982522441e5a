#pragma once
// One HTTP/1.1 connection without its socket and without a clock: bytes in, requests out; answers
// in, in any order, bytes out in the order of the requests. One thread at a time.
//
// Use: after each call of `receive`, `respond`, `tick`, … hand the requests of `take_requests` to
// their handlers, write what `take_output` gives, and look at `wants_bytes` and `ending`.
//
// Every malformed, oversized or late request is answered with problem+json in its turn, and the
// connection is closed after it, because the start of the next request is unknown.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/http/message.hpp"

namespace viaja::http {

struct Problem;
class Output;
class RequestParser;
class Takeover;

/// Everything that a peer could let grow or let last is bounded here.
struct Limits {
    std::size_t request_line_bytes_max = 8 * 1024;  ///< method, space and target
    std::size_t header_bytes_max = 16 * 1024;       ///< all field lines together
    std::size_t header_fields_max = 100;
    std::size_t body_bytes_max = 64 * 1024;
    std::size_t requests_in_flight_max = 32;
    std::size_t unwritten_bytes_max = 1024 * 1024;      ///< above it no request is read
    std::chrono::milliseconds header_timeout{10'000};   ///< from a request's first byte
    std::chrono::milliseconds request_timeout{30'000};  ///< the same, to the end of its body
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds write_timeout{30'000};    ///< without any byte taken by the peer
    std::chrono::milliseconds answer_timeout{120'000};  ///< for a handler; then 503 `unavailable`
};

/// Both clocks as the caller reads them: `monotonic` paces, `unix_time` is only for Date.
struct Moment {
    std::chrono::milliseconds monotonic{};
    std::chrono::seconds unix_time{};
};

/// A complete request and the place in which its answer will go out.
struct Incoming {
    std::uint64_t slot = 0;
    Request request;
};

/// What is left to do with the socket.
enum class Ending {
    open,          ///< go on
    after_output,  ///< write all output, shut down sending, read and drop until the peer ends too
    now,           ///< close without another byte
};

class Connection {
  public:
    using NewRequestId = std::function<std::string()>;
    /// An answer that has its turn now: the request's method, path and id, the status, and how
    /// long the request waited for it.
    using OnAnswered = std::function<void(const Request&, int status, std::chrono::milliseconds)>;
    /// Whether one more connection may be taken over. If so, it is: this is asked right before.
    using AdmitTakeover = std::function<bool()>;

    /// `limits` must outlive the connection. `peer` is what `Request::peer` will say.
    Connection(const Limits& limits, std::string peer, NewRequestId new_request_id, Moment now);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void on_answered(OnAnswered function);
    /// Without it each takeover is admitted; one that is not is answered 503 `overloaded`.
    void admit_takeover(AdmitTakeover function);
    /// Called when a takeover has output and no other call of the connection is going on. Then do
    /// what is done after each call.
    void on_output(std::function<void()> function);

    /// Bytes from the peer. Call it only while `wants_bytes`; bytes that come nevertheless are
    /// kept and read when there is room again.
    void receive(std::string_view bytes, Moment now);

    /// The peer will send no more. What was asked is still answered.
    void receive_end(Moment now);

    /// The requests completed since the last call, in order.
    std::vector<Incoming> take_requests();

    bool has_requests() const { return !requests_.empty(); }

    /// The answer for a slot. One for a slot that has been answered is ignored: returns false.
    bool respond(std::uint64_t slot, Response response, Moment now);

    /// Answers a slot with 503 `unavailable`: its handler failed or will not answer.
    bool give_up(std::uint64_t slot, Moment now);

    /// Looks at the timeouts. Call it about once a second.
    void tick(Moment now);

    bool has_output() const;
    /// The bytes to write, in order; large bodies stay in a string of their own, uncopied.
    std::vector<std::string> take_output();

    /// How many bytes that `take_output` gave are not yet with the peer's kernel. Say it after
    /// each write and before each `tick`; progress is seen by it falling.
    void unwritten(std::size_t bytes, Moment now);

    /// Finish what is in flight, refuse what is new, then end. An idle connection ends at once; one
    /// that was taken over ends as its protocol does.
    void drain(Moment now);

    /// Answers `problem` at once, without waiting for a request, and ends. For a connection that
    /// is one too many; call it before anything else.
    void refuse(const Problem& problem, Moment now);

    bool wants_bytes() const;
    Ending ending() const;
    /// Something else speaks on it: `idle_timeout`, `answer_timeout` and the timeouts of requests
    /// do not apply any more, `write_timeout` does.
    bool taken_over() const { return takeover_ != nullptr; }
    /// Requests without a sent response: those given to the handler and those that wait.
    std::size_t in_flight() const { return slots_.size(); }

  private:
    // The place of one answer in the order of the requests.
    struct Slot {
        Request about;  // method, path, id; the rest went to the handler
        std::chrono::milliseconds since{};
        bool keep_alive = true;
        bool http_1_0 = false;
        bool asks_for_web_socket = false;
        bool answered = false;
        Response response = {};
    };

    void advance(Moment now);
    std::size_t read(std::string_view bytes, Moment now);
    bool read_pending(Moment now);
    void finish_request(Moment now);
    void fail(const Problem& problem, Moment now);
    Slot& open_slot(const Request& request, bool keep_alive, Moment now);
    void answer(Slot& slot, Response response);
    void send_continue_if_due();
    bool flush(Moment now);
    void write_front(Moment now);
    void check_takeover(Slot& slot);
    void take_over(std::shared_ptr<Takeover> takeover, Moment now);
    void end_if_done();
    void give_up_overdue(Moment now);
    void fail_if_late(Moment now);
    bool can_read() const;
    bool blocked() const;
    bool idle() const;

    const Limits& limits_;
    const std::string peer_;
    const NewRequestId new_request_id_;
    OnAnswered on_answered_;
    AdmitTakeover admit_takeover_;
    std::function<void()> on_output_;

    // Input.
    std::unique_ptr<RequestParser> parser_;
    std::string pending_;  // received while nothing is read, not yet parsed
    bool peer_ended_ = false;
    bool reading_ended_ = false;  // nothing that comes will be parsed any more
    bool continue_due_ = false;
    bool upgrade_asked_ = false;  // what is behind that request may be no HTTP: it waits
    std::vector<Incoming> requests_;

    // Output.
    std::deque<Slot> slots_;
    std::uint64_t first_slot_ = 0;  // the number of slots_.front()
    std::unique_ptr<Output> output_;
    std::size_t unwritten_bytes_ = 0;  // taken from output_, not yet with the kernel
    bool draining_ = false;
    Ending ending_ = Ending::open;
    std::shared_ptr<Takeover> takeover_;  // in place of parser and slots

    std::chrono::milliseconds request_began_{};
    std::chrono::milliseconds last_activity_{};
    std::chrono::milliseconds write_progress_{};
};

}  // namespace viaja::http
