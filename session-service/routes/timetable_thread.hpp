#pragma once
// The thread that builds the index, so that the loop does not wait for it.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

#include "common/runtime/workers.hpp"
#include "session-service/routes/schedules.hpp"

namespace viaja::routes {

/// `build` from one thread; `on_built` is called on the thread of its own.
class TimetableThread {
  public:
    using OnBuilt = std::function<void(CurrentTimetable)>;

    TimetableThread(Schedules::Build build, OnBuilt on_built);

    /// Of several calls before the thread comes to it, the last counts.
    void build(CarrierSchedules schedules);

  private:
    bool wait();
    bool step();
    void stop();

    const Schedules::Build build_;
    const OnBuilt on_built_;
    std::mutex mutex_;  // protects the next three
    std::condition_variable wake_;
    std::optional<CarrierSchedules> wanted_;
    bool stopping_ = false;
    runtime::Worker worker_;
};

}  // namespace viaja::routes
