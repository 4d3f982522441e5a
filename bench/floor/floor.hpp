#pragma once
// The floor: the rows and messages of trips, sent through the real servers without HTTP and without
// decisions, so that only the talk with the servers is measured (docs/performance.md). All its
// parts are threads of one process, each with connections of its own. Construct, run and destroy it
// on one thread.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/wishes.hpp"
#include "bench/measure/report.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/runtime/configuration.hpp"

namespace viaja::bench {

struct FloorOptions {
    std::filesystem::path catalogue;
    std::uint64_t first_trip = 0;
    int in_flight = 1;
    std::chrono::milliseconds warm_up{2'000};
    std::chrono::milliseconds measured{10'000};
    std::vector<Watched> watched;
};

class Floor {
  public:
    /// Makes the tables of the databases viaja_floor_…, which exist and are empty, with the
    /// services' own migrations. The servers are those of the VIAJA_… variables. `configuration`
    /// and `wishes` outlive it. Throws Unavailable where one does not answer.
    Floor(const runtime::Configuration& configuration, const Wishes& wishes, FloorOptions options);
    ~Floor();
    Floor(const Floor&) = delete;
    Floor& operator=(const Floor&) = delete;

    /// Runs to the end. Throws what a part threw: the floor repeats nothing.
    Report run();

  private:
    /// A thread that calls `step` until it is asked to stop, or it throws.
    class Part;
    struct Supplier;
    struct Payment;
    struct Session;

    void count_messages(Report& report) const;

    const runtime::Configuration& configuration_;
    const FloorOptions options_;
    SystemClock clock_;
    SystemRandom random_;
    std::vector<std::unique_ptr<Supplier>> suppliers_;
    std::unique_ptr<Payment> payment_;
    std::unique_ptr<Session> session_;
};

}  // namespace viaja::bench
