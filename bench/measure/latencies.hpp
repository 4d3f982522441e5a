#pragma once
// Durations that were measured, each kept, so that percentiles are exact. One thread at a time.

#include <chrono>
#include <cstdint>
#include <vector>

namespace viaja::bench {

using SteadyTime = std::chrono::steady_clock::time_point;
using Microseconds = std::chrono::microseconds;

struct LatencySummary {
    std::uint64_t count = 0;
    double p50_ms = 0;
    double p95_ms = 0;
    double p99_ms = 0;
    double max_ms = 0;
};

/// Four bytes a sample: an hour at 2,000 a second is 29 MB, which is why no bound is set.
class Latencies {
  public:
    void add(std::chrono::steady_clock::duration duration);
    /// Sorts what was added. Percentiles are the nearest rank; all zero where nothing was added.
    LatencySummary summary() const;

  private:
    std::vector<std::uint32_t> micros_;
};

}  // namespace viaja::bench
