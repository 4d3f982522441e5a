#pragma once
// What a person may set of session-service, from VIAJA_… variables.

#include <string>
#include <vector>

#include "common/process/configuration.hpp"
#include "session-service/core/trip.hpp"

namespace viaja::session {

/// VIAJA_HOLD_SECONDS, VIAJA_IDLE_SECONDS, VIAJA_PAUSE_SECONDS, VIAJA_STEP_SECONDS.
Limits limits_from(const process::Configuration& configuration);

/// VIAJA_CARRIERS: whom a search for flights asks. ConfigurationError for what is no carrier's
/// code.
std::vector<std::string> carriers_from(const process::Configuration& configuration);

}  // namespace viaja::session
