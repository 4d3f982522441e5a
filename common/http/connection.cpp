#include "common/http/connection.hpp"

#include <utility>

#include "common/http/handshake.hpp"
#include "common/http/problem.hpp"
#include "common/http/request_parser.hpp"
#include "common/http/response_writer.hpp"
#include "common/http/takeover.hpp"

namespace viaja::http {
namespace {

using Stage = RequestParser::Stage;

Problem draining_problem() {
    return {.code = "draining",
            .detail = "This process is shutting down; another one will answer."};
}

Problem unwritable_problem() {
    return {.code = "unavailable",
            .detail = "The answer could not be written.",
            .side_effects = SideEffects::possible};
}

Problem too_many_streams_problem() {
    return {.code = "overloaded",
            .detail = "Too many live streams are open at present; try again in a moment."};
}

}  // namespace

Connection::Connection(const Limits& limits, std::string peer, NewRequestId new_request_id,
                       Moment now)
    : limits_(limits),
      peer_(std::move(peer)),
      new_request_id_(std::move(new_request_id)),
      parser_(std::make_unique<RequestParser>(limits)),
      output_(std::make_unique<Output>()),
      request_began_(now.monotonic),
      last_activity_(now.monotonic),
      write_progress_(now.monotonic) {}

Connection::~Connection() {
    if (takeover_) takeover_->end();
}

void Connection::on_answered(OnAnswered function) {
    on_answered_ = std::move(function);
}

void Connection::admit_takeover(AdmitTakeover function) {
    admit_takeover_ = std::move(function);
}

void Connection::on_output(std::function<void()> function) {
    on_output_ = std::move(function);
}

void Connection::receive(std::string_view bytes, Moment now) {
    if (takeover_) return takeover_->receive(bytes, now);
    if (reading_ended_ || ending_ != Ending::open) return;
    const std::size_t used = pending_.empty() ? read(bytes, now) : 0;
    if (!reading_ended_) pending_.append(bytes.substr(used));
    advance(now);
}

void Connection::receive_end(Moment now) {
    peer_ended_ = true;
    if (takeover_) return takeover_->receive_end(now);
    advance(now);
}

std::vector<Incoming> Connection::take_requests() {
    return std::exchange(requests_, {});
}

bool Connection::respond(std::uint64_t slot, Response response, Moment now) {
    if (slot < first_slot_ || slot - first_slot_ >= slots_.size()) return false;
    Slot& place = slots_[slot - first_slot_];
    if (place.answered) return false;
    answer(place, std::move(response));
    advance(now);
    return true;
}

bool Connection::give_up(std::uint64_t slot, Moment now) {
    if (slot < first_slot_ || slot - first_slot_ >= slots_.size()) return false;
    const Request& about = slots_[slot - first_slot_].about;
    const bool reads_only = about.method == "GET" || about.method == "HEAD";
    const Problem problem{.code = "unavailable",
                          .detail = "The request could not be answered; ask again in a moment.",
                          .side_effects = reads_only ? SideEffects::none : SideEffects::possible};
    return respond(slot, problem_response(about, problem), now);
}

void Connection::tick(Moment now) {
    if (unwritten_bytes_ == 0) write_progress_ = now.monotonic;
    if (unwritten_bytes_ > 0 && now.monotonic - write_progress_ >= limits_.write_timeout) {
        ending_ = Ending::now;
        return;
    }
    if (takeover_) return takeover_->tick(now);
    give_up_overdue(now);
    fail_if_late(now);
    if (idle() && now.monotonic - last_activity_ >= limits_.idle_timeout) ending_ = Ending::now;
}

void Connection::give_up_overdue(Moment now) {
    std::vector<std::uint64_t> overdue;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const bool late = now.monotonic - slots_[i].since >= limits_.answer_timeout;
        if (!slots_[i].answered && late) overdue.push_back(first_slot_ + i);
    }
    for (const std::uint64_t slot : overdue)
        give_up(slot, now);
}

void Connection::fail_if_late(Moment now) {
    const Stage stage = parser_->stage();
    if (stage != Stage::head && stage != Stage::body) return;
    if (blocked()) {
        // The client may not go on, so its time stands still.
        request_began_ = now.monotonic;
        return;
    }
    const auto allowed = stage == Stage::head ? limits_.header_timeout : limits_.request_timeout;
    if (reading_ended_ || now.monotonic - request_began_ < allowed) return;
    fail({.code = "request_timeout",
          .detail =
              "The request was not complete after " +
              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(allowed).count()) +
              " s."},
         now);
    advance(now);
}

bool Connection::has_output() const {
    return !output_->empty() || (takeover_ && takeover_->has_output());
}

std::vector<std::string> Connection::take_output() {
    unwritten_bytes_ += output_->bytes();
    std::vector<std::string> pieces = output_->take();
    if (!takeover_) return pieces;
    for (std::string& piece : takeover_->take_output()) {
        unwritten_bytes_ += piece.size();
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

void Connection::unwritten(std::size_t bytes, Moment now) {
    if (bytes < unwritten_bytes_) {
        write_progress_ = now.monotonic;
        last_activity_ = now.monotonic;
    }
    unwritten_bytes_ = bytes;
    if (takeover_) return takeover_->unwritten(bytes);
    advance(now);
}

void Connection::drain(Moment now) {
    draining_ = true;
    if (takeover_) return takeover_->drain(now);
    if (idle()) ending_ = Ending::now;
    // Only bytes are left to write: no answer will come to say that it is the last one.
    const bool quiet = parser_->stage() == Stage::nothing && pending_.empty();
    if (quiet && slots_.empty()) reading_ended_ = true;
    advance(now);
}

void Connection::refuse(const Problem& problem, Moment now) {
    fail(problem, now);
    advance(now);
}

Ending Connection::ending() const {
    return takeover_ && ending_ == Ending::open ? takeover_->ending() : ending_;
}

bool Connection::wants_bytes() const {
    if (takeover_) return takeover_->wants_bytes() && !peer_ended_;
    return can_read() && !peer_ended_ && pending_.empty();
}

// The consequences of a change: responses are sent in the order of their requests, which may make
// room for waiting requests, which may be answered at once.
void Connection::advance(Moment now) {
    if (unwritten_bytes_ == 0) write_progress_ = now.monotonic;
    do {
        while (flush(now)) {
        }
    } while (read_pending(now));
    if (takeover_) return;
    if (peer_ended_ && pending_.empty() && !reading_ended_) {
        const Stage stage = parser_->stage();
        if (stage == Stage::head || stage == Stage::body) {
            fail({.code = "malformed_request",
                  .detail = "The connection ended before the request was complete."},
                 now);
            flush(now);
        }
        reading_ended_ = true;
    }
    send_continue_if_due();
    end_if_done();
}

std::size_t Connection::read(std::string_view bytes, Moment now) {
    std::size_t used = 0;
    while (used < bytes.size() && can_read()) {
        const bool fresh = parser_->stage() == Stage::nothing;
        used += parser_->feed(bytes.substr(used));
        const Stage stage = parser_->stage();
        if (fresh && stage != Stage::nothing) request_began_ = now.monotonic;
        continue_due_ = parser_->expects_continue();
        if (stage == Stage::complete) finish_request(now);
        if (stage == Stage::refused) {
            const Refusal refusal = parser_->refusal();
            fail({.code = refusal.code, .detail = refusal.detail}, now);
        }
    }
    return used;
}

bool Connection::read_pending(Moment now) {
    if (pending_.empty() || !can_read()) return false;
    const std::string bytes = std::exchange(pending_, {});
    const std::size_t used = read(bytes, now);
    if (!reading_ended_) pending_ = bytes.substr(used);
    return used > 0;
}

void Connection::finish_request(Moment now) {
    const bool keep_alive = parser_->keep_alive() && !draining_;
    const bool http_1_0 = parser_->http_1_0();
    Request request = parser_->take();
    Slot& slot = open_slot(request, keep_alive, now);
    slot.http_1_0 = http_1_0;
    request.http_1_0 = http_1_0;
    slot.asks_for_web_socket = asks_for_web_socket(request);
    upgrade_asked_ = slot.asks_for_web_socket;
    if (!keep_alive) reading_ended_ = true;
    if (draining_) {
        answer(slot, problem_response(slot.about, draining_problem()));
        return;
    }
    request.peer = peer_;
    request.request_id = slot.about.request_id;
    requests_.push_back({first_slot_ + slots_.size() - 1, std::move(request)});
}

void Connection::fail(const Problem& problem, Moment now) {
    const Request request = parser_->take();
    Slot& slot = open_slot(request, false, now);
    reading_ended_ = true;
    continue_due_ = false;
    pending_.clear();
    answer(slot, problem_response(slot.about, problem));
}

Connection::Slot& Connection::open_slot(const Request& request, bool keep_alive, Moment now) {
    Slot& slot = slots_.emplace_back();
    slot.about.method = request.method;
    slot.about.path = request.path;
    const std::string* id = request.headers.find("X-Request-Id");
    const bool usable = id != nullptr && is_request_id(*id);
    slot.about.request_id = usable ? *id : new_request_id_();
    slot.keep_alive = keep_alive;
    slot.since = now.monotonic;
    return slot;
}

void Connection::answer(Slot& slot, Response response) {
    slot.answered = true;
    slot.response = std::move(response);
    const int status = slot.response.status;
    const bool ordinary = status >= 200 && status <= 599;
    const bool switches = status == 101 && slot.asks_for_web_socket && slot.about.method == "GET";
    const bool writable = slot.response.takeover ? switches || status == 200 : ordinary;
    // A response that cannot be sent is a handler's bug; the client gets a 503 instead.
    if (!writable) slot.response = problem_response(slot.about, unwritable_problem());
}

void Connection::send_continue_if_due() {
    // In its turn like everything else: not before the answers to earlier requests.
    if (!continue_due_ || !slots_.empty() || reading_ended_) return;
    continue_due_ = false;
    output_->append(std::string_view("HTTP/1.1 100 Continue\r\n\r\n"));
}

bool Connection::flush(Moment now) {
    if (slots_.empty() || !slots_.front().answered) return false;
    write_front(now);
    return true;
}

void Connection::write_front(Moment now) {
    Slot slot = std::move(slots_.front());
    slots_.pop_front();
    ++first_slot_;
    if (slot.asks_for_web_socket) upgrade_asked_ = false;
    check_takeover(slot);
    const int status = slot.response.status;
    const bool to_head = slot.about.method == "HEAD";
    const bool unknown_length = status == 200 && slot.response.takeover != nullptr;
    const std::shared_ptr<Takeover> takeover = to_head ? nullptr : slot.response.takeover;
    const bool last_of_drain =
        draining_ && slots_.empty() && pending_.empty() && parser_->stage() == Stage::nothing;
    const bool last = takeover || !slot.keep_alive || slot.response.close || last_of_drain;
    const bool close = last && status != 101;
    write_response(std::move(slot.response),
                   {.to_head = to_head,
                    .close = close,
                    .http_1_0 = slot.http_1_0,
                    .unknown_length = unknown_length,
                    .request_id = slot.about.request_id,
                    .unix_time = now.unix_time},
                   *output_);
    last_activity_ = now.monotonic;
    if (close) {
        reading_ended_ = true;
        pending_.clear();
        requests_.clear();
        first_slot_ += slots_.size();
        slots_.clear();
    }
    if (on_answered_) on_answered_(slot.about, status, now.monotonic - slot.since);
    if (takeover) take_over(takeover, now);
}

void Connection::check_takeover(Slot& slot) {
    if (!slot.response.takeover || slot.about.method == "HEAD") return;
    if (draining_) {
        slot.response = problem_response(slot.about, draining_problem());
    } else if (admit_takeover_ && !admit_takeover_()) {
        slot.response = problem_response(slot.about, too_many_streams_problem());
    }
}

void Connection::take_over(std::shared_ptr<Takeover> takeover, Moment now) {
    takeover_ = std::move(takeover);
    takeover_->begin(
        [this] {
            if (on_output_) on_output_();
        },
        now);
    if (const std::string bytes = std::exchange(pending_, {}); !bytes.empty()) {
        takeover_->receive(bytes, now);
    }
    if (peer_ended_) takeover_->receive_end(now);
}

void Connection::end_if_done() {
    if (ending_ == Ending::open && reading_ended_ && slots_.empty()) {
        ending_ = Ending::after_output;
    }
}

bool Connection::can_read() const {
    return ending_ == Ending::open && !reading_ended_ && !upgrade_asked_ && !takeover_ &&
           !blocked();
}

bool Connection::blocked() const {
    return slots_.size() >= limits_.requests_in_flight_max ||
           output_->bytes() + unwritten_bytes_ > limits_.unwritten_bytes_max;
}

bool Connection::idle() const {
    return ending_ == Ending::open && slots_.empty() && pending_.empty() && output_->empty() &&
           unwritten_bytes_ == 0 && parser_->stage() == Stage::nothing;
}

}  // namespace viaja::http
