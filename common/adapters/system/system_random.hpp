#pragma once
// The kernel's randomness.

#include "common/ports/clock.hpp"

namespace viaja {

/// Bytes of the kernel's generator, fit for secrets. Any thread. Throws std::system_error where the
/// kernel has none, which a supported system never does.
class SystemRandom : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace viaja
