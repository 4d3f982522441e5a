#pragma once
// Notices that a carrier's schedule has changed, also where another process has imported it.

#include <functional>

#include "common/contract/schedule.hpp"
#include "common/ports/database.hpp"
#include "flight-service/schedule_pages.hpp"

namespace viaja::flight {

/// For the thread of a runtime::HealthProbe: reads the version at each call, on a connection of its
/// own, and reports the first one and each that differs from the one before. False: it could not be
/// read, which is logged once. `schedule` is guarded and may be used by other threads.
std::function<bool()> look_at_schedule(Database& database, SchedulePages& schedule,
                                       std::function<void(const ScheduleVersion&)> on_changed);

}  // namespace viaja::flight
