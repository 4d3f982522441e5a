#pragma once
// The part of a run that counts: after the warm-up, until the end of the measurement. Moved by the
// one thread that measures.

#include <cstdint>
#include <map>
#include <string>

#include "bench/measure/latencies.hpp"
#include "bench/measure/report.hpp"

namespace viaja::bench {

class Window {
  public:
    /// `end` may be SteadyTime::max(): then it lasts until `close`.
    Window(SteadyTime begin, SteadyTime end, ProcessorMeter meter);

    /// Opens or closes the window if it is time.
    void move(SteadyTime now);
    /// Closes it now if it is still open.
    void close(SteadyTime now);

    bool has_begun() const { return begun_; }
    bool has_ended() const { return ended_; }
    /// Whether what happened, or was to happen, at `at` counts.
    bool contains(SteadyTime at) const { return begun_ && at >= begin_ && at <= end_; }
    /// When `move` has something to do next.
    SteadyTime next_change() const;
    SteadyTime end() const { return end_; }

    /// A trip is confirmed at this moment.
    void count_trip();
    std::uint64_t trips() const { return trips_; }

    /// Fills in seconds, trips and processor time.
    void describe(Report& report) const;

  private:
    SteadyTime begin_;
    SteadyTime end_;
    ProcessorMeter meter_;
    bool begun_ = false;
    bool ended_ = false;
    std::uint64_t trips_ = 0;
    std::uint64_t trips_total_ = 0;
    std::map<std::string, double> processor_us_per_trip_;
};

}  // namespace viaja::bench
