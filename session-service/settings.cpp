#include "session-service/settings.hpp"

namespace viaja::session {

Limits limits_from(const process::Configuration& configuration) {
    Limits limits;
    limits.hold_time = configuration.seconds("VIAJA_HOLD_SECONDS", 600);
    limits.idle_time = configuration.seconds("VIAJA_IDLE_SECONDS", 1800);
    limits.pause_time = configuration.seconds("VIAJA_PAUSE_SECONDS", 600);
    limits.step_time = configuration.seconds("VIAJA_STEP_SECONDS", 15);
    return limits;
}

std::vector<std::string> carriers_from(const process::Configuration& configuration) {
    return configuration.list("VIAJA_CARRIERS", "I0,8G,J0,P1,9B,A0");
}

}  // namespace viaja::session
