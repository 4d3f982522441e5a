#pragma once
// The machine's wall clock.

#include <atomic>
#include <limits>

#include "common/ports/clock.hpp"

namespace viaja {

/// UTC with microseconds. When the machine's clock is set back, it goes on from where it was, so
/// that it neither goes back nor stands still within one object's life: retries are paced by it.
/// Any thread.
class SystemClock : public Clock {
  public:
    Instant now() const override;
    /// What `now` makes of the machine's two clocks.
    Instant joined(std::chrono::microseconds wall, std::chrono::microseconds steady) const;

  private:
    mutable std::atomic<std::int64_t> most_ahead_{std::numeric_limits<std::int64_t>::min()};
};

}  // namespace viaja
