#pragma once
// The machine's clocks.

#include "common/ports/clock.hpp"

namespace viaja {

/// UTC with microseconds, and the time since the machine started. Any thread.
class SystemClock : public Clock {
  public:
    Instant now() const override;
    Moment moment() const override;
};

}  // namespace viaja
