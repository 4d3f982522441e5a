#include "session-service/settings.hpp"

#include <stdexcept>

#include "common/contract/carrier_code.hpp"
#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"
#include "common/runtime/log.hpp"
#include "session-service/core/limits.hpp"

namespace viaja::session {
namespace {

constexpr int kClientLimitMax = 10'000;
constexpr const char* kNone = "none";

http::Networks networks_from(const std::string& name, const std::vector<std::string>& texts) {
    if (texts == std::vector<std::string>{kNone}) return {};
    if (auto networks = http::Networks::parse(texts)) return *networks;
    throw runtime::ConfigurationError(
        name + " must list addresses and networks, such as 10.0.0.0/8,::1, or be \"none\"");
}

}  // namespace

Limits limits_from(const runtime::Configuration& configuration) {
    Limits limits;
    limits.hold_time = configuration.seconds("VIAJA_HOLD_SECONDS", 600);
    limits.idle_time = configuration.seconds("VIAJA_IDLE_SECONDS", 1800);
    limits.pause_time = configuration.seconds("VIAJA_PAUSE_SECONDS", 600);
    limits.step_time = configuration.seconds("VIAJA_STEP_SECONDS", 15);
    limits.charge_time = configuration.seconds("VIAJA_PIX_SECONDS", 900);
    limits.keyed_requests_max = static_cast<std::size_t>(
        configuration.number("VIAJA_REQUESTS_PER_SESSION", 500, 20, 100'000));
    limits.payments_max = configuration.number("VIAJA_PAYMENT_ATTEMPTS", kPaymentsMax, 1, 1'000);
    return limits;
}

int shard_from(const runtime::Configuration& configuration) {
    return configuration.number("VIAJA_SHARD", 0, 0, kShardMax);
}

bool first_version_from(const runtime::Configuration& configuration) {
    return configuration.flag("VIAJA_LEGACY_API", true);
}

void warn_of_first_version(bool served) {
    if (!served) return;
    runtime::log_warning(
        "VIAJA_LEGACY_API is 1: the legacy calls open sessions and change these without a token");
}

ClientSettings clients_from(const runtime::Configuration& configuration) {
    ClientSettings settings;
    settings.sessions_per_minute =
        configuration.number("VIAJA_SESSIONS_PER_MINUTE", 120, 0, kClientLimitMax);
    settings.held_max = configuration.number("VIAJA_HELD_PER_ADDRESS", 60, 0, kClientLimitMax);
    settings.wrong_tokens_per_minute =
        configuration.number("VIAJA_WRONG_TOKENS_PER_MINUTE", 120, 0, kClientLimitMax);
    settings.trusted_proxies =
        networks_from("VIAJA_TRUSTED_PROXIES", configuration.list("VIAJA_TRUSTED_PROXIES", kNone));
    settings.unlimited =
        networks_from("VIAJA_UNLIMITED_NETWORKS",
                      configuration.list("VIAJA_UNLIMITED_NETWORKS", "127.0.0.0/8,::1"));
    return settings;
}

std::vector<std::string> carriers_from(const runtime::Configuration& configuration) {
    auto carriers = configuration.list("VIAJA_CARRIERS", "I0,8G,J0,P1,9B,A0");
    for (const auto& carrier : carriers) {
        if (is_carrier_code(carrier)) continue;
        throw runtime::ConfigurationError("VIAJA_CARRIERS has \"" + carrier +
                                          "\"; a carrier's code is " +
                                          std::string(kCarrierCodeRule));
    }
    return carriers;
}

std::shared_ptr<const web::Site> site_from(const runtime::Configuration& configuration) {
    const auto folder = configuration.text("VIAJA_WEB", "");
    if (folder.empty()) return web::embedded_site();
    try {
        return web::folder_site(folder);
    } catch (const std::runtime_error& error) {
        throw runtime::ConfigurationError(std::string("VIAJA_WEB: ") + error.what());
    }
}

}  // namespace viaja::session
