#pragma once
// The settings of session-service, from VIAJA_… variables.

#include <memory>
#include <string>
#include <vector>

#include "common/runtime/configuration.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/core/session.hpp"
#include "session-service/http/client_limits.hpp"
#include "web/embed/site.hpp"

namespace viaja::session {

/// VIAJA_HOLD_SECONDS, VIAJA_IDLE_SECONDS, VIAJA_PAUSE_SECONDS, VIAJA_STEP_SECONDS,
/// VIAJA_PIX_SECONDS, VIAJA_REQUESTS_PER_SESSION, VIAJA_PAYMENT_ATTEMPTS.
Limits limits_from(const runtime::Configuration& configuration);

/// VIAJA_SHARD: whose sessions this process has (common/contract/session_shard.hpp).
int shard_from(const runtime::Configuration& configuration);

/// VIAJA_LEGACY_API: whether the calls of the first version are served.
bool first_version_from(const runtime::Configuration& configuration);
/// Logs a warning where they are. Once the log is open, as lines before that have another form.
void warn_of_first_version(bool served);

/// VIAJA_SESSIONS_PER_MINUTE, VIAJA_HELD_PER_ADDRESS, VIAJA_WRONG_TOKENS_PER_MINUTE,
/// VIAJA_TRUSTED_PROXIES, VIAJA_UNLIMITED_NETWORKS. ConfigurationError for what is no network.
ClientSettings clients_from(const runtime::Configuration& configuration);

/// VIAJA_CARRIERS: the carriers that are expected. ConfigurationError for what is no carrier's
/// code.
std::vector<std::string> carriers_from(const runtime::Configuration& configuration);

/// VIAJA_WEB: the folder of the web page to serve; without it the page of the program.
/// ConfigurationError for a folder without a page.
std::shared_ptr<const web::Site> site_from(const runtime::Configuration& configuration);

}  // namespace viaja::session
