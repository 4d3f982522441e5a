#include "session-service/routes/timetable_thread.hpp"

#include <utility>

#include "common/text/fnv1a.hpp"
#include "common/text/hexadecimal.hpp"

namespace viaja::routes {
namespace {

std::string version_of(const CarrierSchedules& schedules) {
    std::string versions;
    for (const auto& [carrier, schedule] : schedules)
        versions += carrier + " " + schedule->version + "\n";
    return hexadecimal(fnv1a(versions));
}

}  // namespace

TimetableThread::TimetableThread(Schedules::Build build, OnBuilt on_built)
    : build_(std::move(build)),
      on_built_(std::move(on_built)),
      worker_("timetable", runtime::Work{.wait = [this] { return wait(); },
                                         .step = [this] { return step(); },
                                         .stop = [this] { stop(); }}) {}

void TimetableThread::build(CarrierSchedules schedules) {
    const std::lock_guard guard(mutex_);
    wanted_ = std::move(schedules);
    wake_.notify_one();
}

bool TimetableThread::wait() {
    std::unique_lock guard(mutex_);
    wake_.wait(guard, [this] { return stopping_ || wanted_; });
    return !stopping_;
}

bool TimetableThread::step() {
    std::optional<CarrierSchedules> schedules;
    {
        const std::lock_guard guard(mutex_);
        schedules = std::exchange(wanted_, std::nullopt);
    }
    if (!schedules) return false;
    on_built_({build_(*schedules), version_of(*schedules)});
    return true;
}

void TimetableThread::stop() {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    wake_.notify_all();
}

}  // namespace viaja::routes
