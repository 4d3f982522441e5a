#pragma once
// The process's own clocks and its randomness.

#include <algorithm>
#include <cstdint>
#include <span>

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// Two clocks. None of them decides what has expired: that is the database's (Connection::now). Any
/// thread.
class Clock {
  public:
    virtual ~Clock() = default;
    /// The machine's wall clock, for stamps that people read. It may be wrong, and may fall back.
    virtual Instant now() const = 0;
    /// Paces retries, waits and leases: never goes back, and does not follow the wall clock's
    /// steps.
    virtual Moment moment() const = 0;
};

/// Random bytes fit for secrets. Any thread.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

/// A new version 7 id. Any thread.
inline Uuid new_uuid(const Clock& clock, Random& random) {
    std::array<std::uint8_t, 10> bytes{};
    random.fill(bytes);
    return Uuid::version7(clock.now(), bytes);
}

/// New ids of a list in the order of its ids: each is above the one before, also within a
/// millisecond and where the wall clock falls back. One thread at a time.
class RisingIds {
  public:
    Uuid next(const Clock& clock, Random& random) {
        last_ = std::max(new_uuid(clock, random), last_.next());
        return last_;
    }

  private:
    Uuid last_;
};

}  // namespace viaja
