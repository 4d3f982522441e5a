#include "common/service_host/settings.hpp"

#include "common/runtime/log.hpp"
#include "common/service_host/tls_from_environment.hpp"

namespace viaja::service_host {
namespace {

void warn_if_known(const std::string& server, const std::string& user,
                   const std::string& password) {
    if (password != user) return;
    runtime::log_warning(password.empty() ? "password is empty" : "development password in use",
                         {{"server", server}, {"user", user}});
}

}  // namespace

MysqlSettings mysql_settings(const runtime::Configuration& configuration,
                             const std::string& database) {
    MysqlSettings settings;
    settings.host = configuration.text("VIAJA_MYSQL_HOST", settings.host);
    settings.port = configuration.number("VIAJA_MYSQL_PORT", settings.port, 1, kPortMax);
    settings.user = configuration.text("VIAJA_MYSQL_USER", settings.user);
    settings.password = configuration.secret("VIAJA_MYSQL_PASSWORD", settings.password);
    settings.tls = tls_from(configuration, {"VIAJA_MYSQL_TLS_CA", "VIAJA_MYSQL_TLS_CERTIFICATE",
                                            "VIAJA_MYSQL_TLS_KEY"});
    settings.database = configuration.text("VIAJA_MYSQL_DATABASE", database);
    return settings;
}

RedisSettings redis_settings(const runtime::Configuration& configuration) {
    RedisSettings settings;
    settings.waits_for_unlock = false;
    settings.host = configuration.text("VIAJA_REDIS_HOST", settings.host);
    settings.port = configuration.number("VIAJA_REDIS_PORT", settings.port, 1, kPortMax);
    settings.user = configuration.text("VIAJA_REDIS_USER", settings.user);
    settings.password = configuration.secret("VIAJA_REDIS_PASSWORD", settings.password);
    settings.tls = tls_from(configuration, {"VIAJA_REDIS_TLS_CA", "VIAJA_REDIS_TLS_CERTIFICATE",
                                            "VIAJA_REDIS_TLS_KEY"});
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
