#include "common/adapters/rabbitmq/declarations.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace viaja::amqp {

namespace {

// A look into a dead queue takes its messages out and puts them back, which counts as a delivery.
constexpr std::int64_t kLooksMax = 1'000'000;
// For a queue that may lose messages; the oldest are dropped first.
constexpr std::int64_t kOwnQueueLengthMax = 10'000;

/// The arguments of a queue. Keys and texts must stay.
class Arguments {
  public:
    Arguments& add(const char* key, std::int64_t number) {
        amqp_table_entry_t& entry = new_entry(key);
        entry.value.kind = AMQP_FIELD_KIND_I64;
        entry.value.value.i64 = number;
        return *this;
    }
    Arguments& add(const char* key, std::string_view text) {
        amqp_table_entry_t& entry = new_entry(key);
        entry.value.kind = AMQP_FIELD_KIND_UTF8;
        entry.value.value.bytes = bytes_of(text);
        return *this;
    }
    amqp_table_t table() { return {static_cast<int>(entries_.size()), entries_.data()}; }

  private:
    amqp_table_entry_t& new_entry(const char* key) {
        entries_.emplace_back().key = bytes_of(key);
        return entries_.back();
    }

    std::vector<amqp_table_entry_t> entries_;
};

void declare_exchange(Connection& connection, std::uint16_t channel, const std::string& name) {
    amqp_exchange_declare_t declare{};
    declare.exchange = bytes_of(name);
    declare.type = bytes_of("topic");
    declare.durable = 1;
    connection.send(channel, AMQP_EXCHANGE_DECLARE_METHOD, &declare);
}

/// A full queue refuses new messages instead of dropping old ones: the publisher's rows send them
/// again.
void declare_durable(Connection& connection, std::uint16_t channel,
                     const RabbitmqSettings& settings, const std::string& name,
                     Arguments& arguments) {
    arguments.add("x-max-length", settings.queue_length_max).add("x-overflow", "reject-publish");
    amqp_queue_declare_t declare{};
    declare.queue = bytes_of(name);
    declare.durable = 1;
    declare.arguments = arguments.table();
    connection.send(channel, AMQP_QUEUE_DECLARE_METHOD, &declare);
}

/// Classic queues count no deliveries. A message that is rejected goes round through the exchange
/// back into its queue, and the broker counts the rounds in its header `x-death` (consumers.cpp).
void declare_classic(Connection& connection, std::uint16_t channel,
                     const RabbitmqSettings& settings, const std::string& address) {
    Arguments dead;
    dead.add("x-queue-type", "classic");
    declare_durable(connection, channel, settings, topology::dead(address), dead);
    Arguments live;
    live.add("x-queue-type", "classic")
        .add("x-dead-letter-exchange", settings.exchange)
        .add("x-dead-letter-routing-key", address);
    declare_durable(connection, channel, settings, address, live);
}

/// The broker counts deliveries and writes the dead letter itself, at least once.
void declare_quorum(Connection& connection, std::uint16_t channel, const RabbitmqSettings& settings,
                    const std::string& address) {
    const std::string dead_exchange = topology::dead_exchange(settings.exchange);
    Arguments dead;
    dead.add("x-queue-type", "quorum").add("x-delivery-limit", kLooksMax);
    declare_durable(connection, channel, settings, topology::dead(address), dead);
    Arguments live;
    live.add("x-queue-type", "quorum")
        .add("x-delivery-limit", kDeliveriesMax)
        .add("x-dead-letter-exchange", dead_exchange)
        .add("x-dead-letter-routing-key", address)
        .add("x-dead-letter-strategy", "at-least-once");
    declare_durable(connection, channel, settings, address, live);
}

}  // namespace

void bind_queue(Connection& connection, std::uint16_t channel, const std::string& queue,
                const std::string& exchange, const std::string& key) {
    amqp_queue_bind_t bind{};
    bind.queue = bytes_of(queue);
    bind.exchange = bytes_of(exchange);
    bind.routing_key = bytes_of(key);
    connection.send(channel, AMQP_QUEUE_BIND_METHOD, &bind);
}

void bind_address(Connection& connection, std::uint16_t channel, const RabbitmqSettings& settings,
                  const std::string& address, std::span<const std::string> extra_keys) {
    bind_queue(connection, channel, topology::dead(address),
               topology::dead_exchange(settings.exchange), address);
    bind_queue(connection, channel, address, settings.exchange, address);
    for (const std::string& key : extra_keys)
        bind_queue(connection, channel, address, settings.exchange, key);
}

void open_channel(Connection& connection, std::uint16_t channel) {
    const amqp_channel_open_t open{};
    connection.send(channel, AMQP_CHANNEL_OPEN_METHOD, &open);
}

void close_channel(Connection& connection, std::uint16_t channel) {
    amqp_channel_close_t close{};
    close.reply_code = AMQP_REPLY_SUCCESS;
    close.reply_text = bytes_of("closed in order");
    connection.send(channel, AMQP_CHANNEL_CLOSE_METHOD, &close);
}

void declare_exchanges(Connection& connection, std::uint16_t channel,
                       const RabbitmqSettings& settings) {
    declare_exchange(connection, channel, settings.exchange);
    declare_exchange(connection, channel, topology::events_exchange(settings.exchange));
    declare_exchange(connection, channel, topology::dead_exchange(settings.exchange));
}

void declare_address(Connection& connection, std::uint16_t channel,
                     const RabbitmqSettings& settings, const std::string& address,
                     std::span<const std::string> extra_keys) {
    switch (settings.queue_type) {
        case QueueType::classic:
            declare_classic(connection, channel, settings, address);
            break;
        case QueueType::quorum:
            declare_quorum(connection, channel, settings, address);
            break;
    }
    bind_address(connection, channel, settings, address, extra_keys);
}

void declare_own_queue(Connection& connection, std::uint16_t channel, const std::string& queue,
                       const std::string& exchange, const std::string& key) {
    Arguments arguments;
    arguments.add("x-queue-type", "classic").add("x-max-length", kOwnQueueLengthMax);
    amqp_queue_declare_t declare{};
    declare.queue = bytes_of(queue);
    declare.exclusive = 1;
    declare.auto_delete = 1;
    declare.arguments = arguments.table();
    connection.send(channel, AMQP_QUEUE_DECLARE_METHOD, &declare);
    bind_queue(connection, channel, queue, exchange, key);
}

void delete_queue(Connection& connection, std::uint16_t channel, const std::string& queue) {
    amqp_queue_delete_t deletion{};
    deletion.queue = bytes_of(queue);
    connection.send(channel, AMQP_QUEUE_DELETE_METHOD, &deletion);
}

void start_consuming(Connection& connection, std::uint16_t channel, const std::string& queue,
                     std::size_t prefetch) {
    if (prefetch > 0) {
        amqp_basic_qos_t qos{};
        constexpr std::size_t kMost = std::numeric_limits<std::uint16_t>::max();
        qos.prefetch_count = static_cast<std::uint16_t>(std::min(prefetch, kMost));
        connection.send(channel, AMQP_BASIC_QOS_METHOD, &qos);
    }
    amqp_basic_consume_t consume{};
    consume.queue = bytes_of(queue);
    consume.no_ack = prefetch == 0 ? 1 : 0;
    connection.send(channel, AMQP_BASIC_CONSUME_METHOD, &consume);
}

}  // namespace viaja::amqp
