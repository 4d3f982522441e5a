#pragma once
// How often a measured value fell into each of some ranges: what /metrics shows as a histogram.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace viaja {

/// Upper bounds of ranges of seconds, for work between a tenth of a millisecond and ten seconds.
inline constexpr std::array kWorkSeconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                         0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};

/// A value; not shared by threads. The bounds are the inclusive ends of its ranges, ascending; one
/// more range has what is above the last.
class Histogram {
  public:
    explicit Histogram(std::span<const double> bounds = kWorkSeconds)
        : bounds_(bounds), counts_(bounds.size() + 1) {}

    void observe(double value) {
        const auto range = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
        ++counts_[static_cast<std::size_t>(range)];
        sum_ += value;
    }
    /// `more` has the same bounds.
    void add(const Histogram& more) {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            counts_[i] += more.counts_[i];
        sum_ += more.sum_;
    }

    std::span<const double> bounds() const { return bounds_; }
    /// Of each range, the one above the last bound included; not cumulative.
    std::span<const std::uint64_t> counts() const { return counts_; }
    double sum() const { return sum_; }

  private:
    std::span<const double> bounds_;  ///< of a constant
    std::vector<std::uint64_t> counts_;
    double sum_ = 0;
};

}  // namespace viaja
