#pragma once
// Where RabbitMQ is, from the VIAJA_RABBITMQ_… variables (docs/operations.md): of a service, and of
// what examines one. A password may come from a file: VIAJA_RABBITMQ_PASSWORD_FILE.

#include <string>

#include "common/adapters/rabbitmq/rabbitmq_settings.hpp"
#include "common/runtime/configuration.hpp"

namespace viaja::service_host {

constexpr int kPortMax = 65535;

/// `service` is what the broker's console shows: "flight.I0".
RabbitmqSettings rabbitmq_settings(const runtime::Configuration& configuration,
                                   const std::string& service);

}  // namespace viaja::service_host
