#pragma once
// How long a supplier guarantees the price of a hold, as a setting. Any thread.

#include <optional>

#include "common/contract/time.hpp"
#include "common/runtime/configuration.hpp"

namespace viaja::supplier {

/// VIAJA_PRICE_GUARANTEE_SECONDS, for SupplierService::Options: nullopt where it is not set. Throws
/// runtime::ConfigurationError.
std::optional<Duration> price_guarantee_from(const runtime::Configuration& configuration);

}  // namespace viaja::supplier
