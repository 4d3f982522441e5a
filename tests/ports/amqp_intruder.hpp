#pragma once
// A client with a service's login that tries at the broker whatever AMQP has words for.

#include <functional>
#include <string>

#include "common/adapters/rabbitmq/amqp_connection.hpp"

namespace viaja::test {

/// Each try has a channel of its own and leaves nothing behind but what it asked for: messages that
/// it took go back. The answer is empty if the broker did it, and otherwise says why not:
/// "403 ACCESS_REFUSED - …". Throws Unavailable if the broker takes too long. One thread.
class AmqpIntruder : private amqp::Receiver {
  public:
    explicit AmqpIntruder(const RabbitmqSettings& settings) : connection_(settings, "intruder") {}

    std::string consume(const std::string& queue);
    std::string get(const std::string& queue);
    std::string purge(const std::string& queue);

    /// A durable quorum queue without further arguments.
    std::string declare(const std::string& queue);
    std::string remove(const std::string& queue);
    std::string bind(const std::string& queue, const std::string& exchange, const std::string& key);
    std::string unbind(const std::string& queue, const std::string& exchange,
                       const std::string& key);
    /// A queue of this connection, bound to `exchange`; gone with it.
    std::string listen(const std::string& queue, const std::string& exchange,
                       const std::string& key);
    /// What `source` gets with `key` would go to `destination` too.
    std::string bind_exchange(const std::string& destination, const std::string& source,
                              const std::string& key);

    /// Without `mandatory`: a key that no queue is bound to is no failure.
    std::string publish(const std::string& exchange, const std::string& key);

  private:
    void on_method(std::uint16_t channel, const amqp_method_t& method) override;
    void on_content(amqp::Content&) override {}

    std::string attempt(const std::function<void(std::uint16_t channel)>& ask);

    amqp::Connection connection_;
    std::uint16_t channel_ = 0;
    bool over_ = false;
    std::string refusal_;
};

}  // namespace viaja::test
