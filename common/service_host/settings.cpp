#include "common/service_host/settings.hpp"

#include "common/runtime/log.hpp"

namespace viaja::service_host {
namespace {

constexpr int kPortMax = 65535;

QueueType queue_type(const runtime::Configuration& configuration) {
    const auto word = configuration.text("VIAJA_RABBITMQ_QUEUES", "classic");
    if (word == "classic") return QueueType::classic;
    if (word == "quorum") return QueueType::quorum;
    throw runtime::ConfigurationError("VIAJA_RABBITMQ_QUEUES is \"" + word +
                                      "\"; it must be classic or quorum.");
}

void warn_if_known(const std::string& server, const std::string& user,
                   const std::string& password) {
    if (password != user) return;
    runtime::log_warning(password.empty() ? "password is empty" : "development password in use",
                         {{"server", server}, {"user", user}});
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
    settings.exchange = configuration.text("VIAJA_EXCHANGE", settings.exchange);
    settings.queue_type = queue_type(configuration);
    settings.application = service;
    return settings;
}

MysqlSettings mysql_settings(const runtime::Configuration& configuration,
                             const std::string& database) {
    MysqlSettings settings;
    settings.host = configuration.text("VIAJA_MYSQL_HOST", settings.host);
    settings.port = configuration.number("VIAJA_MYSQL_PORT", settings.port, 1, kPortMax);
    settings.user = configuration.text("VIAJA_MYSQL_USER", settings.user);
    settings.password = configuration.secret("VIAJA_MYSQL_PASSWORD", settings.password);
    settings.database = configuration.text("VIAJA_MYSQL_DATABASE", database);
    return settings;
}

RedisSettings redis_settings(const runtime::Configuration& configuration) {
    RedisSettings settings;
    settings.host = configuration.text("VIAJA_REDIS_HOST", settings.host);
    settings.port = configuration.number("VIAJA_REDIS_PORT", settings.port, 1, kPortMax);
    settings.user = configuration.text("VIAJA_REDIS_USER", settings.user);
    settings.password = configuration.secret("VIAJA_REDIS_PASSWORD", settings.password);
    return settings;
}

void warn_about_default_passwords(const runtime::Configuration& configuration, bool uses_redis) {
    const auto rabbitmq = rabbitmq_settings(configuration, "");
    warn_if_known("RabbitMQ", rabbitmq.user, rabbitmq.password);
    const auto mysql = mysql_settings(configuration, "");
    warn_if_known("MySQL", mysql.user, mysql.password);
    if (!uses_redis) return;
    const auto redis = redis_settings(configuration);
    warn_if_known("Redis", redis.user, redis.password);
}

}  // namespace viaja::service_host
