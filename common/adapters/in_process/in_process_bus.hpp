#pragma once
// The Bus port within one process: the embedded default, and the simulation. It behaves as a broker
// does, so that what runs here runs on a broker: messages travel as the text of the wire, queues
// stay without a consumer, and unacknowledged messages are delivered again.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/dead_letters.hpp"

namespace viaja {

class Queues;

/// Queues and dead letters live as long as the bus (and its consumers); nothing survives the
/// process: messages are sent again from the rows. They are delivered in the order of publication;
/// what is delivered again goes first. All calls from any thread.
class InProcessBus : public Bus {
  public:
    enum class Dispatch {
        thread,  ///< handlers are called on a thread that the bus owns
        manual,  ///< handlers are called by `deliver_one`: the simulation
    };

    struct Options {
        Dispatch dispatch = Dispatch::thread;
        /// Messages that wait in one queue. More are dropped and counted; of dead letters, more
        /// are refused with Unavailable.
        std::size_t waiting_max = 100'000;
        /// Messages to one address from one call of `publish` that share a body.
        std::size_t pack_max = 64;
    };

    /// `clock` and `random` make the ids of messages; they must outlive the bus and its consumers.
    InProcessBus(const Clock& clock, Random& random);
    InProcessBus(const Clock& clock, Random& random, Options options);
    /// Ends the deliveries. Consumers that are left may be destroyed afterwards.
    ~InProcessBus() override;

    void publish(std::vector<Outgoing> messages) override;
    std::unique_ptr<Consumer> consume(const std::string& address,
                                      std::span<const std::string> extra_keys, std::size_t prefetch,
                                      Handler handler) override;
    std::unique_ptr<Consumer> consume_private(std::string& address, Handler handler) override;
    void announce(const std::string& topic, const std::string& body) override;
    std::unique_ptr<Consumer> listen(const std::string& topic, Listener listener) override;
    bool available() const override { return true; }

    /// Puts a body on the wire as it is: the legacy text, or what a foreign program might send.
    void publish_text(const std::string& address, const std::string& body);

    /// Only with Dispatch::manual: hands the oldest message that a consumer can take to its
    /// handler, on this thread. False if there is none. Which one it is depends on nothing but the
    /// calls made before.
    bool deliver_one();
    /// Messages that wait in a queue, notifications included; not those that a consumer has.
    std::size_t pending() const;

    /// Oldest first.
    std::vector<DeadLetter> dead_letters(const std::string& address) const;
    /// As the port DeadLetters says (in_process_dead_letters.hpp).
    bool requeue_dead_letter(const std::string& address, const std::string& id);
    bool remove_dead_letter(const std::string& address, const std::string& id);
    /// Messages and bodies for addresses that no queue is bound to.
    std::uint64_t unroutable() const;
    /// Messages dropped because a queue was full.
    std::uint64_t overflowed() const;

  private:
    std::vector<std::string> bodies_of(const std::vector<Outgoing>& messages);

    const Clock& clock_;
    Random& random_;
    const Options options_;
    const std::shared_ptr<Queues> queues_;
    std::atomic<std::uint64_t> unroutable_{0};
    std::atomic<std::uint64_t> last_private_{0};
    std::thread dispatcher_;
};

}  // namespace viaja
