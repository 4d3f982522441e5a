#pragma once
// What a run of bench/load or bench/floor found, in one form for both, so that they can be compared
// line by line. Values; any thread.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bench/measure/latencies.hpp"
#include "bench/measure/processes.hpp"

namespace viaja::bench {

struct NamedLatency {
    std::string name;  ///< "pay", "trip", "hold": see docs/performance.md
    LatencySummary summary;
};

struct Report {
    std::string program;      ///< "load" or "floor"
    std::string mode;         ///< "closed loop, 32 in flight"
    double seconds = 0;       ///< of the measurement, warm-up not counted
    std::uint64_t trips = 0;  ///< confirmed in these seconds
    std::uint64_t trips_total =
        0;  ///< confirmed in the whole run: what servers' counters have seen
    std::vector<NamedLatency> latencies;
    std::map<std::string, double> processor_us_per_trip;  ///< by process
    std::map<std::string, double> counts_per_trip;        ///< messages, commits, …
    std::map<std::string, std::uint64_t> refusals;        ///< by status and code
    std::vector<std::string> complaints;  ///< why the figures are not to be trusted; empty if good
};

/// Takes the processor time at its construction and says at `per_trip` what was used since.
class ProcessorMeter {
  public:
    ProcessorMeter(std::string own_name, std::vector<Watched> others);
    void restart();
    std::map<std::string, double> per_trip(std::uint64_t trips) const;

  private:
    std::map<std::string, std::chrono::microseconds> read() const;

    std::string own_name_;
    std::vector<Watched> others_;
    std::map<std::string, std::chrono::microseconds> begin_;
};

std::string as_text(const Report& report);
/// One line of JSON.
std::string as_json(const Report& report);

}  // namespace viaja::bench
