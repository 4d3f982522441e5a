#pragma once
// What the adapter declares on the broker (docs/messages.md).
// Internal to the adapter. Each call only fills the connection's buffer: the broker works through
// what was asked in order, and closes the channel at the first thing that it refuses.

#include <span>
#include <string>

#include "common/adapters/rabbitmq/amqp_connection.hpp"

namespace viaja::amqp {

void open_channel(Connection& connection, std::uint16_t channel);
void close_channel(Connection& connection, std::uint16_t channel);

/// The three durable exchanges.
void declare_exchanges(Connection& connection, std::uint16_t channel,
                       const RabbitmqSettings& settings);

/// A message whose consumer ended so often with it is a dead letter.
constexpr std::int64_t kDeliveriesMax = 20;

/// The durable queue of an address and its dead queue, both bound. Takes only arguments that are
/// documented for RabbitMQ 3.10 to 4.x.
void declare_address(Connection& connection, std::uint16_t channel,
                     const RabbitmqSettings& settings, const std::string& address,
                     std::span<const std::string> extra_keys);

/// The bindings of an address alone, for queues that exist.
void bind_address(Connection& connection, std::uint16_t channel, const RabbitmqSettings& settings,
                  const std::string& address, std::span<const std::string> extra_keys);
void bind_queue(Connection& connection, std::uint16_t channel, const std::string& queue,
                const std::string& exchange, const std::string& key);

/// A queue that belongs to this connection and ends with it, bound to `exchange` by `key`.
void declare_own_queue(Connection& connection, std::uint16_t channel, const std::string& queue,
                       const std::string& exchange, const std::string& key);

/// Its messages go with it. The answer need not be waited for.
void delete_queue(Connection& connection, std::uint16_t channel, const std::string& queue);

/// `prefetch` 0: without acknowledgements.
void start_consuming(Connection& connection, std::uint16_t channel, const std::string& queue,
                     std::size_t prefetch);

}  // namespace viaja::amqp
