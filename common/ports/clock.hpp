#pragma once
// The process's own clock and its randomness.

#include <cstdint>
#include <span>

#include "common/contract/ids.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// Paces retries, deadlines of waiting and time-stamps of logs. Never decides what has expired:
/// that is the database's clock (Connection::now). Never goes back. Any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
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

}  // namespace viaja
