#pragma once
// Random bytes for a test that compares what it reads.

#include "common/ports/clock.hpp"

namespace viaja::test {

/// Different bytes at each call, the same in each run. One thread at a time.
class CountingRandom : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        ++calls_;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(calls_ >> (8 * (i % 4)));
    }

  private:
    std::uint32_t calls_ = 0;
};

}  // namespace viaja::test
