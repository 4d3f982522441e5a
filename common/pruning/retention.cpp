#include "common/pruning/retention.hpp"

namespace viaja {
namespace {

constexpr int kDaysMax = 3'650;

}  // namespace

Retention retention_from(const runtime::Configuration& configuration) {
    const int days = configuration.number("VIAJA_RETENTION_DAYS", 30, 0, kDaysMax);
    return {.age = std::chrono::hours(24 * days)};
}

}  // namespace viaja
