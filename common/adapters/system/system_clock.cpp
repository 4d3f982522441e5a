#include "common/adapters/system/system_clock.hpp"

#include <chrono>

namespace viaja {

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Moment SystemClock::moment() const {
    return Moment(
        std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

}  // namespace viaja
