#pragma once
// The servers that a process uses, from its VIAJA_… variables (docs/operations.md lists them all).
// Secrets may come from files: VIAJA_MYSQL_PASSWORD_FILE and so on. Once at the start.

#include <string>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/redis/redis_lock.hpp"
#include "common/runtime/configuration.hpp"
#include "common/service_host/broker_settings.hpp"

namespace viaja::service_host {

/// `database` is the schema unless VIAJA_MYSQL_DATABASE says otherwise.
MysqlSettings mysql_settings(const runtime::Configuration& configuration,
                             const std::string& database);
RedisSettings redis_settings(const runtime::Configuration& configuration);

/// Logs one warning for each password that equals the user's name, as in development, or that is
/// empty, as for Redis without a login.
void warn_about_default_passwords(const runtime::Configuration& configuration, bool uses_redis);

}  // namespace viaja::service_host
