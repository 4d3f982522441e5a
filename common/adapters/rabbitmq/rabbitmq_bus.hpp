#pragma once
// The Bus port on RabbitMQ 3.10 to 4.x, by AMQP 0-9-1 (docs/messages.md).

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/adapters/rabbitmq/bus_counters.hpp"
#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/ports/bus.hpp"
#include "common/ports/clock.hpp"
#include "common/ports/report.hpp"

namespace viaja {

/// One AMQP thread with two connections: one publishes, one consumes, so that a broker that is
/// short of memory stops the first and not the acknowledgements on the other. Both are opened
/// again after a loss, with growing pauses; then the topology is declared and the queues are
/// consumed again, and what was published and not confirmed is published again.
///
/// Messages for the same address that wait while others are on their way share a body; a lone one
/// goes at once. Handlers run on the AMQP thread. All calls from any thread.
class RabbitmqBus : public Bus {
  public:
    /// Returns at once; whether the broker is there shows in `available`. `clock` and `random`
    /// make ids and time-stamps, and must outlive the bus and its consumers. `report` is called on
    /// the AMQP thread when the broker becomes unavailable or refuses a queue, and when it
    /// recovers.
    RabbitmqBus(RabbitmqSettings settings, const Clock& clock, Random& random, Report report = {});
    /// Hands over what waits and what was acknowledged, for as long as the settings allow, and
    /// closes the connections. Consumers that are left may be destroyed afterwards.
    ~RabbitmqBus() override;

    void publish(std::vector<Outgoing> messages) override;
    /// Publishes a body as it is: what another program might send.
    void publish_text(const std::string& address, const std::string& body);
    /// Returns when the subscription is active or, while the broker is unavailable, after
    /// `patience`: deliveries then begin with the connection.
    std::unique_ptr<Consumer> consume(const std::string& address,
                                      std::span<const std::string> extra_keys, std::size_t prefetch,
                                      Handler handler) override;
    std::unique_ptr<Consumer> consume_private(std::string& address, Handler handler) override;
    void announce(const std::string& topic, const std::string& body) override;
    std::unique_ptr<Consumer> listen(const std::string& topic, Listener listener) override;

    /// Both connections are there, everything is declared and consumed, and the broker takes
    /// messages and confirms them.
    bool available() const override;
    /// For the start of a process. False if it did not come to be within `patience`.
    bool wait_until_available(std::chrono::milliseconds patience) const;

    RabbitmqCounters counters() const;

  private:
    struct Core;
    class OneConsumer;

    /// Shared with the consumers, which may outlive the bus.
    const std::shared_ptr<Core> core_;
    std::thread thread_;
};

}  // namespace viaja
