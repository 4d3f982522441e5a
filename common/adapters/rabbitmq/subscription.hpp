#pragma once
// State of one consumer, shared by the Consumer that the service holds and the AMQP thread.
// Internal to the adapter.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "common/ports/bus.hpp"

namespace viaja::amqp {

/// A delivery is named by the broker by its number on its channel. A channel that was lost takes
/// its numbers with it, so a token also says which channel it was, counted from the first.
class Subscription {
  public:
    enum class Kind {
        durable,   ///< the queue of an address
        own,       ///< a private queue for answers
        listener,  ///< a private queue for announcements
    };
    struct Spec {
        Kind kind = Kind::durable;
        std::string queue;
        std::vector<std::string>
            keys;                  ///< of a durable queue: extra ones; of a listener: its topic
        std::size_t prefetch = 0;  ///< of a durable queue
        Bus::Handler handler;
    };
    /// What is to be acknowledged at the broker: all up to a number at once, and single ones.
    struct Acknowledgements {
        std::optional<std::uint64_t> up_to;
        std::vector<std::uint64_t> single;
        std::size_t count = 0;
    };

    /// What the broker says of a delivery.
    struct Arrival {
        std::uint64_t number = 0;
        bool redelivered = false;
        bool is_over_limit = false;  ///< it was delivered too often
    };

    explicit Subscription(Spec spec) : spec_(std::move(spec)) {}

    const Spec& spec() const { return spec_; }

    // Any thread.

    /// False where there is nothing to tell the broker.
    bool acknowledge(std::uint64_t token);
    /// After it returns the handler is not called any more, unless it is what calls this.
    void end();
    bool ended() const;
    bool active() const;
    /// Until the broker delivers; gives up at `deadline`.
    void wait_until_active(Time deadline) const;

    // The AMQP thread.

    void activated();
    /// Wakes the threads that wait for it, after `available` of the bus has become true.
    void tell_active();
    /// The channel is closed, or could not be opened: unacknowledged messages come again.
    void lost();
    /// Hands over to the handler, or keeps what came back before while a delivery over the limit is
    /// not settled: nothing beside that one may end this process.
    void deliver(const Arrival& arrival, std::string body);
    /// Hands over what was kept, once the broker was told that the one before it is settled.
    void deliver_waiting();
    Acknowledgements take_acknowledgements();
    /// The bus ends: deliveries end, acknowledgements are still taken.
    void mute();

    /// State of the tries to subscribe and of the bindings; for the AMQP thread only.
    struct Trying {
        Time next = Time::min();
        Time asked = Time::min();
        Time bind_at = Time::min();
        int tries = 0;
        std::string last_said;
    };
    Trying trying;

  private:
    struct Arrived {
        Arrival arrival;
        std::string body;
    };

    std::optional<Arrived> next_waiting();
    void hand_over(Arrived arrived);

    const Spec spec_;

    mutable std::mutex mutex_;  // protects all below
    mutable std::condition_variable changed_;
    bool ended_ = false;
    bool muted_ = false;
    bool active_ = false;
    bool told_active_ = false;
    std::uint64_t channels_lost_ = 0;
    std::set<std::uint64_t> open_;             ///< delivered and not acknowledged
    std::set<std::uint64_t> settled_;          ///< acknowledged, and the broker was not told
    bool gave_up_ = false;                     ///< a delivery of this channel
    std::optional<std::uint64_t> over_limit_;  ///< handed over, and the broker was not told
    std::deque<Arrived> waiting_;              ///< behind it, at most the prefetch
    bool calling_ = false;
    std::thread::id caller_;
};

}  // namespace viaja::amqp
