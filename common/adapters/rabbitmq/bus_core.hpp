#pragma once
// What a bus and its consumers share: the two connections and the loop that serves them.
// Internal to the adapter.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "common/adapters/rabbitmq/consumers.hpp"
#include "common/adapters/rabbitmq/publisher.hpp"
#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/rabbitmq/wakeup.hpp"

namespace viaja {

struct RabbitmqBus::Core {
    Core(RabbitmqSettings the_settings, const Clock& the_clock, Random& the_random,
         Report the_report);

    // The AMQP thread.

    /// Serves the connections until `stop`, and then for a while to hand over what waits.
    void run();

    // Any thread.

    void stop();
    bool on_amqp_thread() const { return std::this_thread::get_id() == thread_id.load(); }
    /// Puts a dead letter where it is safe, or throws Unavailable.
    void dead_letter(const std::string& address, const std::string& text,
                     const std::string& reason);

    const RabbitmqSettings settings;
    const Clock& clock;
    Random& random;
    const Report report;
    amqp::BusCounters counters;
    amqp::Wakeup wakeup;
    amqp::OutgoingBodies waiting;
    amqp::Publisher publisher;  ///< of the AMQP thread
    amqp::Consumers consumers;  ///< of the AMQP thread, but for `add`
    std::atomic<std::thread::id> thread_id;

    mutable std::mutex mutex;  ///< protects those below
    mutable std::condition_variable available_changed;
    bool available = false;
    bool stopping = false;
    amqp::Time stop_by{};

  private:
    bool go_on(amqp::Time now, bool& muted);
    void wait_for_work(amqp::Time now);
    void note_availability(amqp::Time now);
    amqp::Time next_attention(amqp::Time now);

    bool publisher_readable_ = false;
    bool consumers_readable_ = false;
};

}  // namespace viaja
