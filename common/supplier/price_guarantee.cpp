#include "common/supplier/price_guarantee.hpp"

namespace viaja::supplier {
namespace {

constexpr const char* kSetting = "VIAJA_PRICE_GUARANTEE_SECONDS";
/// As long as a session may be held, 7 days: a guarantee ends with its session's time at the
/// latest.
constexpr int kSecondsMax = 604'800;

}  // namespace

std::optional<Duration> price_guarantee_from(const runtime::Configuration& configuration) {
    if (configuration.text(kSetting, "").empty()) return std::nullopt;
    return std::chrono::seconds(configuration.number(kSetting, 0, 0, kSecondsMax));
}

}  // namespace viaja::supplier
