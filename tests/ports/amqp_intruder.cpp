#include "tests/ports/amqp_intruder.hpp"

#include <poll.h>

#include "common/adapters/rabbitmq/declarations.hpp"
#include "common/ports/errors.hpp"

namespace viaja::test {

namespace {

using amqp::bytes_of;

constexpr std::chrono::seconds kPatience{30};

}  // namespace

std::string AmqpIntruder::consume(const std::string& queue) {
    return attempt(
        [&](std::uint16_t channel) { amqp::start_consuming(connection_, channel, queue, 1); });
}

std::string AmqpIntruder::get(const std::string& queue) {
    return attempt([&](std::uint16_t channel) {
        amqp_basic_get_t get{};
        get.queue = bytes_of(queue);
        connection_.send(channel, AMQP_BASIC_GET_METHOD, &get);
    });
}

std::string AmqpIntruder::purge(const std::string& queue) {
    return attempt([&](std::uint16_t channel) {
        amqp_queue_purge_t purge{};
        purge.queue = bytes_of(queue);
        connection_.send(channel, AMQP_QUEUE_PURGE_METHOD, &purge);
    });
}

std::string AmqpIntruder::declare(const std::string& queue) {
    return attempt([&](std::uint16_t channel) {
        amqp_table_entry_t type{};
        type.key = bytes_of("x-queue-type");
        type.value.kind = AMQP_FIELD_KIND_UTF8;
        type.value.value.bytes = bytes_of("quorum");
        amqp_queue_declare_t declare{};
        declare.queue = bytes_of(queue);
        declare.durable = 1;
        declare.arguments = {1, &type};
        connection_.send(channel, AMQP_QUEUE_DECLARE_METHOD, &declare);
    });
}

std::string AmqpIntruder::remove(const std::string& queue) {
    return attempt([&](std::uint16_t channel) { amqp::delete_queue(connection_, channel, queue); });
}

std::string AmqpIntruder::bind(const std::string& queue, const std::string& exchange,
                               const std::string& key) {
    return attempt([&](std::uint16_t channel) {
        amqp_queue_bind_t bind{};
        bind.queue = bytes_of(queue);
        bind.exchange = bytes_of(exchange);
        bind.routing_key = bytes_of(key);
        connection_.send(channel, AMQP_QUEUE_BIND_METHOD, &bind);
    });
}

std::string AmqpIntruder::unbind(const std::string& queue, const std::string& exchange,
                                 const std::string& key) {
    return attempt([&](std::uint16_t channel) {
        amqp_queue_unbind_t unbind{};
        unbind.queue = bytes_of(queue);
        unbind.exchange = bytes_of(exchange);
        unbind.routing_key = bytes_of(key);
        connection_.send(channel, AMQP_QUEUE_UNBIND_METHOD, &unbind);
    });
}

std::string AmqpIntruder::listen(const std::string& queue, const std::string& exchange,
                                 const std::string& key) {
    return attempt([&](std::uint16_t channel) {
        amqp::declare_own_queue(connection_, channel, queue, exchange, key);
    });
}

std::string AmqpIntruder::bind_exchange(const std::string& destination, const std::string& source,
                                        const std::string& key) {
    return attempt([&](std::uint16_t channel) {
        amqp_exchange_bind_t bind{};
        bind.destination = bytes_of(destination);
        bind.source = bytes_of(source);
        bind.routing_key = bytes_of(key);
        connection_.send(channel, AMQP_EXCHANGE_BIND_METHOD, &bind);
    });
}

std::string AmqpIntruder::publish(const std::string& exchange, const std::string& key) {
    return attempt([&](std::uint16_t channel) {
        amqp_basic_publish_t publish{};
        publish.exchange = bytes_of(exchange);
        publish.routing_key = bytes_of(key);
        connection_.send_content(channel, publish, amqp_basic_properties_t{}, "tried");
    });
}

/// The broker works through a channel in order: if it answers our close, it did what came before.
std::string AmqpIntruder::attempt(const std::function<void(std::uint16_t channel)>& ask) {
    over_ = false;
    refusal_.clear();
    amqp::open_channel(connection_, ++channel_);
    ask(channel_);
    amqp::close_channel(connection_, channel_);
    const auto give_up = std::chrono::steady_clock::now() + kPatience;
    while (!over_) {
        connection_.flush();
        if (std::chrono::steady_clock::now() > give_up) {
            throw Unavailable("RabbitMQ does not answer the intruder");
        }
        const auto events =
            static_cast<short>(connection_.unsent() > 0 ? POLLIN | POLLOUT : POLLIN);
        pollfd waiting{connection_.descriptor(), events, 0};
        poll(&waiting, 1, 1'000);
        while (connection_.receive(*this)) {
        }
    }
    connection_.flush();
    return refusal_;
}

void AmqpIntruder::on_method(std::uint16_t channel, const amqp_method_t& method) {
    if (channel != channel_) return;
    if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
        refusal_ = amqp::reason_of(*static_cast<const amqp_channel_close_t*>(method.decoded));
        over_ = true;
    } else if (method.id == AMQP_CHANNEL_CLOSE_OK_METHOD) {
        over_ = true;
    }
}

}  // namespace viaja::test
