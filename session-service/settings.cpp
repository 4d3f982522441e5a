#include "session-service/settings.hpp"

#include "common/contract/topology.hpp"

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
    auto carriers = configuration.list("VIAJA_CARRIERS", "I0,8G,J0,P1,9B,A0");
    for (const auto& carrier : carriers) {
        if (topology::is_service(topology::flight(carrier))) continue;
        throw process::ConfigurationError("VIAJA_CARRIERS has \"" + carrier +
                                          "\"; a carrier's code is two capital letters or digits");
    }
    return carriers;
}

}  // namespace viaja::session
