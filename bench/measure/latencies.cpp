#include "bench/measure/latencies.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace viaja::bench {

void Latencies::add(std::chrono::steady_clock::duration duration) {
    const auto micros = std::chrono::duration_cast<Microseconds>(duration).count();
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    micros_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(micros, 0, kMost)));
}

LatencySummary Latencies::summary() const {
    LatencySummary summary;
    if (micros_.empty()) return summary;
    auto sorted = micros_;
    std::ranges::sort(sorted);
    const auto rank = [&sorted](double share) {
        const auto place = std::ceil(share * static_cast<double>(sorted.size()));
        const auto index = static_cast<std::size_t>(std::max(place, 1.0)) - 1;
        return static_cast<double>(sorted[index]) / 1000.0;
    };
    summary.count = sorted.size();
    summary.p50_ms = rank(0.50);
    summary.p95_ms = rank(0.95);
    summary.p99_ms = rank(0.99);
    summary.max_ms = rank(1.0);
    return summary;
}

}  // namespace viaja::bench
