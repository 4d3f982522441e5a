#pragma once
// The machine's wall clock.

#include <atomic>

#include "common/ports/clock.hpp"

namespace viaja {

/// UTC with microseconds. When the machine's clock is set back, it stands still until that time
/// comes again, so that it never goes back within one object's life. Any thread.
class SystemClock : public Clock {
  public:
    Instant now() const override;

  private:
    mutable std::atomic<std::int64_t> latest_micros_{0};
};

}  // namespace viaja
