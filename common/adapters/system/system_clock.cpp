#include "common/adapters/system/system_clock.hpp"

#include <algorithm>
#include <chrono>

namespace viaja {

Instant SystemClock::now() const {
    const auto wall =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const std::int64_t micros = to_micros(wall);
    std::int64_t latest = latest_micros_.load();
    while (latest < micros && !latest_micros_.compare_exchange_weak(latest, micros)) {
    }
    return from_micros(std::max(latest, micros));
}

}  // namespace viaja
