#include "session-service/routes/walk.hpp"

namespace viaja::routes {
namespace {

/// The local days from `first` on on which flights may leave within the stop's instants.
void add_windows(const Plan& plan, Stop& stop, Minute earliest) {
    const WallClock& clock = plan.timetable.clock();
    const Zone zone = plan.timetable.zone(stop.airport);
    const Day first = day_of_minute(earliest + clock.offset_min(zone));
    const Day last =
        std::min(day_of_minute(stop.latest + clock.offset_max(zone)), plan.last_sale_days[zone]);
    for (Day day = first; day <= last; ++day) {
        const ZoneDay& entry = clock.on(zone, day);
        DayWindow window{.day = day,
                         .weekday = weekday_bit(day),
                         .has_change = entry.has_change(),
                         .midnight = day * kMinutesOfDay - entry.offset};
        if (!window.has_change) {
            window.first = std::max(0, earliest - window.midnight);
            window.last = std::min(kMinutesOfDay - 1, stop.latest - window.midnight);
            if (window.first > window.last) continue;
        }
        stop.windows[static_cast<std::size_t>(stop.window_count++)] = window;
    }
}

}  // namespace

Stop first_stop(const Plan& plan, AirportIndex airport, Day day) {
    Stop stop;
    stop.airport = airport;
    stop.earliest_domestic = stop.earliest_international = plan.now + 1;
    const WallClock& clock = plan.timetable.clock();
    const Zone zone = plan.timetable.zone(airport);
    stop.latest = std::numeric_limits<Minute>::max();
    if (day > plan.last_sale_days[zone]) return stop;
    const ZoneDay& entry = clock.on(zone, day);
    stop.windows[0] = {.day = day,
                       .weekday = weekday_bit(day),
                       .has_change = entry.has_change(),
                       .midnight = day * kMinutesOfDay - entry.offset};
    stop.window_count = 1;
    return stop;
}

Stop connection(const Plan& plan, AirportIndex airport, Minute lands, bool domestic) {
    const MinimumConnection minimum = plan.timetable.minimum_connection(airport);
    Stop stop;
    stop.airport = airport;
    stop.earliest_international = lands + minimum.international;
    stop.earliest_domestic = lands + (domestic ? minimum.domestic : minimum.international);
    stop.latest = lands + plan.query.layover_max;
    add_windows(plan, stop, std::min(stop.earliest_domestic, stop.earliest_international));
    return stop;
}

}  // namespace viaja::routes
