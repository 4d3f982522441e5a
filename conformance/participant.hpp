#pragma once
// The participant that is examined, seen from the bus: what is sent to its address, and what comes
// back. One thread, beside that of the bus.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/contract/encoding.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/dead_letters.hpp"

namespace viaja::conformance {

/// The participant does not keep the rule; the text says what it did instead.
class Broken : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The rule cannot be examined here; the text says why.
class NotExamined : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What the kit needs of the broker. All of it outlives the participant.
struct Wire {
    Bus& bus;
    /// Publishes a body as it is to an address.
    std::function<void(const std::string& address, const std::string& text)> send;
    DeadLetters& dead_letters;
    const Clock& clock;
    Random& random;
};

/// A shard beside 0, whose sessions the kit plays too.
inline constexpr int kOtherShard = 1;

class Participant {
  public:
    /// `patience`: how long it may take to answer.
    Participant(const Wire& wire, std::string address, std::chrono::milliseconds patience);
    ~Participant();
    Participant(const Participant&) = delete;
    Participant& operator=(const Participant&) = delete;

    /// Reads the addresses of sessions of shard 0 and kOtherShard, which no other process does
    /// then.
    void play_session();

    const std::string& address() const { return address_; }
    /// Where answers to the kit go.
    const std::string& reply_to() const { return reply_to_; }
    Instant now() const { return wire_.clock.now(); }
    Uuid new_id() { return new_uuid(wire_.clock, wire_.random); }

    /// Sends a message, or a body as it is, and notes it.
    std::string text_of(const Message& message);
    void send(const Message& message) { send_text(text_of(message)); }
    void send_text(const std::string& text);

    // Each sends a request, and returns the answer under its key; Broken where none comes in time.

    SupplierReply ask(const SupplierCommand& command);
    PaymentReply ask(const PaymentCommand& command);
    QuestionAnswer ask(const About& about);
    /// As `ask`, for a participant that may be starting: the request is repeated for a minute.
    SupplierReply ask_until_answered(const SupplierCommand& command);
    PaymentReply ask_until_answered(const PaymentCommand& command);

    // Waits for what was sent for; Broken where it does not come in time.

    SupplierReply answer_to(const SupplierCommand& command);
    PaymentReply answer_to(const PaymentCommand& command);
    void wait_for_acknowledgement(const Uuid& schedule);
    /// Only where the kit plays session-service.
    SessionCheck session_check(const SessionId& session_id);
    /// Its heartbeat, after one was asked for.
    ServiceAlive heartbeat();

    /// The dead letters of its address now. Throws NotExamined where they cannot be read.
    std::vector<DeadLetter> dead_letters();
    /// Waits until `count` more dead letters than `before` are there, and removes those.
    std::vector<DeadLetter> new_dead_letters(const std::vector<DeadLetter>& before,
                                             std::size_t count);

    /// Whether an answer came to `session` since the last request, whose `reply_to` is another.
    bool answered_session();

    /// What was sent since the last call.
    std::vector<std::string> take_sent();

  private:
    template <class Found>
    Found wait_for(const std::function<const Found*(const Message&)>& find,
                   std::chrono::milliseconds patience, const std::string& what);
    template <class Command, class Reply>
    Reply ask_again(const Command& command);
    void play(const std::string& session_address);
    /// A body that came to an address of sessions, or to the kit's own.
    void take(const std::string& body, const std::string& to);
    void forget_answers();

    const Wire wire_;
    const std::string address_;
    const std::chrono::milliseconds patience_;
    std::string reply_to_;
    std::vector<std::string> sent_;

    std::mutex mutex_;  // protects what follows, until the consumers
    std::condition_variable arrived_;
    std::deque<Message> answers_;
    std::deque<ServiceAlive> heartbeats_;
    /// Deliveries that are not acknowledged yet, by address.
    std::map<std::string, std::vector<std::uint64_t>> read_as_session_;
    std::string unusable_;  ///< why the last answer that was none could not be used
    bool answered_session_ = false;

    std::unique_ptr<Consumer> answers_consumer_;
    std::map<std::string, std::unique_ptr<Consumer>> session_consumers_;  ///< by address
    std::unique_ptr<Consumer> heartbeats_consumer_;
};

}  // namespace viaja::conformance
