#include "common/service_host/broker_settings.hpp"

#include "common/service_host/tls_from_environment.hpp"

namespace viaja::service_host {
namespace {

QueueType queue_type(const runtime::Configuration& configuration) {
    const auto word = configuration.text("VIAJA_RABBITMQ_QUEUES", "classic");
    if (word == "classic") return QueueType::classic;
    if (word == "quorum") return QueueType::quorum;
    throw runtime::ConfigurationError("VIAJA_RABBITMQ_QUEUES is \"" + word +
                                      "\"; it must be classic or quorum.");
}

}  // namespace

RabbitmqSettings rabbitmq_settings(const runtime::Configuration& configuration,
                                   const std::string& service) {
    RabbitmqSettings settings;
    settings.host = configuration.text("VIAJA_RABBITMQ_HOST", settings.host);
    settings.port = configuration.number("VIAJA_RABBITMQ_PORT", settings.port, 1, kPortMax);
    settings.user = configuration.text("VIAJA_RABBITMQ_USER", settings.user);
    settings.password = configuration.secret("VIAJA_RABBITMQ_PASSWORD", settings.password);
    settings.vhost = configuration.text("VIAJA_RABBITMQ_VHOST", settings.vhost);
    settings.tls = tls_from(
        configuration,
        {"VIAJA_RABBITMQ_TLS_CA", "VIAJA_RABBITMQ_TLS_CERTIFICATE", "VIAJA_RABBITMQ_TLS_KEY"});
    settings.exchange = configuration.text("VIAJA_EXCHANGE", settings.exchange);
    settings.queue_type = queue_type(configuration);
    settings.application = service;
    return settings;
}

}  // namespace viaja::service_host
