#include "common/adapters/system/system_clock.hpp"

#include <algorithm>
#include <chrono>

namespace viaja {

Instant SystemClock::now() const {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    // In this order a pause between the two makes the difference too small, never too large.
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    return joined(duration_cast<microseconds>(wall), duration_cast<microseconds>(steady));
}

Instant SystemClock::joined(std::chrono::microseconds wall,
                            std::chrono::microseconds steady) const {
    const std::int64_t ahead = (wall - steady).count();
    std::int64_t most = most_ahead_.load();
    while (most < ahead && !most_ahead_.compare_exchange_weak(most, ahead)) {
    }
    return from_micros(steady.count() + std::max(most, ahead));
}

}  // namespace viaja
