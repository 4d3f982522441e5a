#pragma once
// The AMQP properties of a body: fields of the JSON, repeated for people and tools.
// Internal to the adapter.

#include <array>
#include <string>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "common/adapters/rabbitmq/outgoing_bodies.hpp"

namespace viaja::amqp {

/// Refers to the texts of the body and of the settings: both must stay.
class MessageProperties {
  public:
    MessageProperties(const Body& body, const RabbitmqSettings& settings, Instant now);
    MessageProperties(const MessageProperties&) = delete;
    MessageProperties& operator=(const MessageProperties&) = delete;

    const amqp_basic_properties_t& get() const { return properties_; }

  private:
    void set_headers(const Body& body);
    void set(amqp_bytes_t& property, amqp_flags_t flag, const std::string& value);

    amqp_basic_properties_t properties_{};
    std::array<amqp_table_entry_t, 2> headers_{};
    std::string traceparent_;
};

/// How often a message was rejected in that queue and went round, by the broker's header `x-death`.
std::int64_t times_rejected(const amqp_basic_properties_t& properties, std::string_view queue);

/// The header of that name; nullptr if there is none.
const amqp_field_value_t* header_named(std::string_view name, const amqp_table_t& headers);

}  // namespace viaja::amqp
