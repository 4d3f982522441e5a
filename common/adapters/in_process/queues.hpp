#pragma once
// The queues of an InProcessBus and their takers.
// Internal to the adapter. Any thread.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"

namespace viaja {

class Queues {
  public:
    using TakerId = std::uint64_t;

    enum class Kind {
        durable,  ///< lives on without a taker; its messages are acknowledged
        passing,  ///< gone with its one taker; its messages are not acknowledged
    };

    struct Subscription {
        std::string queue;
        std::vector<std::string> keys;  ///< the queue is bound to these from now on
        Kind kind = Kind::durable;
        std::size_t prefetch = 0;  ///< of a durable queue
        Bus::Handler handler;
    };

    /// `clock` gives the times of dead letters; it must outlive the queues.
    Queues(std::size_t waiting_max, const Clock& clock)
        : waiting_max_(waiting_max), clock_(clock) {}

    /// Puts `body` into each queue that is bound to `key`; false if there is none.
    bool send(const std::string& key, const std::string& body);

    TakerId subscribe(Subscription subscription);
    /// What the taker has not acknowledged goes back. Returns when its handler is not running any
    /// more, unless it is called by that handler.
    void unsubscribe(TakerId id);
    void acknowledge(TakerId id, std::uint64_t token);
    void dead_letter(TakerId id, const std::string& text, const std::string& reason);

    /// Hands the oldest message that a taker has room for to its handler; false if there is none.
    bool deliver_one();
    /// Delivers until `stop`.
    void run();
    void stop();

    std::size_t pending() const;
    std::vector<DeadLetter> dead_letters(const std::string& queue) const;
    /// As the port DeadLetters says; `key` leads to the queue.
    bool requeue(const std::string& queue, const std::string& id, const std::string& key);
    bool remove_dead(const std::string& queue, const std::string& id);
    std::uint64_t overflowed() const;

  private:
    struct QueuedMessage {
        std::string body;
        bool redelivered = false;
    };
    using QueuedMessages =
        std::map<std::uint64_t, QueuedMessage>;  ///< by the order in which they were sent

    struct Queue {
        Kind kind = Kind::durable;
        QueuedMessages waiting;
        std::vector<TakerId> takers;
        std::size_t next_taker = 0;  ///< takers are served in turn
    };

    struct Outstanding {
        std::uint64_t sequence = 0;
        QueuedMessage message;
    };
    struct Taker {
        std::string queue;
        Kind kind = Kind::durable;
        std::size_t prefetch = 0;
        std::shared_ptr<const Bus::Handler> handler;
        std::map<std::uint64_t, Outstanding> outstanding;  ///< by token
    };

    /// All of these are called with the mutex held.
    Taker& taker_with(TakerId id);
    TakerId taker_with_room(Queue& queue) const;
    Queue* next_queue();
    std::deque<DeadLetter>::iterator dead_with(std::deque<DeadLetter>& dead, const std::string& id);
    void put_into_queues(const std::set<std::string>& names, const std::string& body);
    void call_handler_of_next(Queue& queue, std::unique_lock<std::mutex>& guard);

    const std::size_t waiting_max_;
    const Clock& clock_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable handler_returned_;
    bool stopping_ = false;

    std::map<std::string, Queue> queues_;
    std::map<std::string, std::set<std::string>> bindings_;  ///< key → queues
    std::map<std::string, std::deque<DeadLetter>> dead_;
    std::map<TakerId, Taker> takers_;
    std::uint64_t last_sequence_ = 0;
    std::uint64_t last_token_ = 0;
    TakerId last_taker_ = 0;
    std::uint64_t last_dead_ = 0;
    std::uint64_t overflowed_ = 0;

    TakerId called_ = 0;  ///< the taker of the running handler; 0 for none
    std::thread::id caller_;
};

}  // namespace viaja
