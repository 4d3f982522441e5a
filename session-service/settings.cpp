#include "session-service/settings.hpp"

#include <stdexcept>

#include "common/contract/topology.hpp"
#include "common/process/log.hpp"

namespace viaja::session {

Limits limits_from(const process::Configuration& configuration) {
    Limits limits;
    limits.hold_time = configuration.seconds("VIAJA_HOLD_SECONDS", 600);
    limits.idle_time = configuration.seconds("VIAJA_IDLE_SECONDS", 1800);
    limits.pause_time = configuration.seconds("VIAJA_PAUSE_SECONDS", 600);
    limits.step_time = configuration.seconds("VIAJA_STEP_SECONDS", 15);
    limits.payments_max = configuration.number("VIAJA_PAYMENT_ATTEMPTS", kPaymentsMax, 1, 1'000);
    return limits;
}

bool first_version_from(const process::Configuration& configuration) {
    const bool served = configuration.flag("VIAJA_LEGACY_API", true);
    if (served) {
        process::log_warning(
            "VIAJA_LEGACY_API is 1: the first version's calls open sessions and change these "
            "without a token");
    }
    return served;
}

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

std::shared_ptr<const web::Site> site_from(const process::Configuration& configuration) {
    const auto folder = configuration.text("VIAJA_WEB", "");
    if (folder.empty()) return web::embedded_site();
    try {
        return web::folder_site(folder);
    } catch (const std::runtime_error& error) {
        throw process::ConfigurationError(std::string("VIAJA_WEB: ") + error.what());
    }
}

}  // namespace viaja::session
