#pragma once
// Messages of this process that wait to be published. Internal to the adapter.

#include <atomic>
#include <cstdint>
#include <deque>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/ports/bus.hpp"

namespace viaja::amqp {

/// A thread waits until a dead letter is safe.
struct DeadLetterPublish {
    std::string reason;
    std::promise<std::string> outcome;   ///< empty: confirmed; else why not
    std::atomic<bool> abandoned{false};  ///< the caller stopped waiting: not to be sent
};

/// One AMQP message to be: one message of ours, or a list of them for the same address.
struct Body {
    std::string address;
    std::string text;
    std::size_t messages = 1;
    // What the AMQP properties repeat; empty where the items of a list differ.
    std::string id;
    std::string type;
    std::string session;
    std::string reply_to;
    TraceContext context;
    /// With a dead letter.
    std::shared_ptr<DeadLetterPublish> dead_letter;
    bool was_dead_letter = false;  ///< requeued
};

/// A message on its own, as its one-item body.
Body encoded(const Outgoing& outgoing, const Uuid& id);

/// The list of all of them, in their order: their addresses are the same.
Body packed(std::vector<Body> bodies);

struct Announcement {
    std::string topic;
    std::string text;
};

/// Bounded. Any thread puts in, the AMQP thread takes out.
class OutgoingBodies {
  public:
    OutgoingBodies(std::size_t messages_max, std::size_t bytes_max)
        : messages_max_(messages_max), bytes_max_(bytes_max) {}

    /// Returns how many were dropped because too much waits.
    std::size_t add(std::vector<Body> messages);
    /// Goes before all messages.
    void add_dead_letter(Body body);
    /// Takes nothing more. Drops all messages, returns how many; dead letters, also later ones,
    /// end with `why`.
    std::size_t close(const std::string& why);
    /// False: dropped.
    bool add_announcement(Announcement announcement);

    /// A dead letter, or messages for the address whose turn it is, up to the size of a body.
    std::optional<Body> take();
    std::vector<Announcement> take_announcements();

    bool empty() const;

  private:
    const std::size_t messages_max_;
    const std::size_t bytes_max_;

    mutable std::mutex mutex_;  // protects all below
    std::map<std::string, std::deque<Body>> by_address_;
    std::deque<std::string> turns_;  ///< addresses for which something waits
    std::size_t messages_ = 0;
    std::size_t bytes_ = 0;
    std::deque<Body> dead_letters_;
    std::vector<Announcement> announcements_;
    std::size_t announced_bytes_ = 0;
    std::string closed_because_;  ///< empty while it is open
};

}  // namespace viaja::amqp
