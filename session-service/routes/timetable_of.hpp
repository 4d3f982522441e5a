#pragma once
// From announced schedules to the index. Reads the time zone data of this machine; any thread.

#include <memory>
#include <string>
#include <vector>

#include "common/contract/time.hpp"
#include "session-service/routes/schedules.hpp"
#include "session-service/routes/timetable.hpp"

namespace viaja::routes {

/// `known` has precedence over what carriers say of an airport. `today` is the UTC day; the index
/// is good for some weeks. Flights that cannot be used are left out.
BuiltTimetable timetable_of(const CarrierSchedules& schedules, const std::vector<Airport>& known,
                            Date today);

}  // namespace viaja::routes
