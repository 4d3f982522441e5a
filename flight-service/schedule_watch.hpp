#pragma once
// Notices that a carrier's schedule has changed, also where another process has imported it.

#include <functional>

#include "common/contract/schedule.hpp"
#include "common/ports/database.hpp"
#include "flight-service/schedule_pages.hpp"

namespace viaja::flight {

/// For a runtime::HealthProbe, whose thread alone uses it: reads the version each time, on a
/// connection of its own, and tells the first one and each that differs from the one before. False:
/// it could not be read.
std::function<bool()> look_at_schedule(Database& database, SchedulePages& schedule,
                                       std::function<void(const ScheduleVersion&)> on_changed);

}  // namespace viaja::flight
