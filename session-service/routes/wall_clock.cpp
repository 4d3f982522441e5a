#include "session-service/routes/wall_clock.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "common/contract/check.hpp"

namespace viaja::routes {
namespace {

/// On a day with a change. `minute` is what clocks show.
Minute instant_on(const ZoneDay& entry, Day day, int minute) {
    const Minute midnight = day * kMinutesOfDay;
    if (minute < entry.change) return midnight + minute - entry.offset;
    // A skipped time lies before the change by the later offset, so the change itself is the later
    // of the two.
    return midnight + std::max(minute - entry.offset_after, entry.change - entry.offset);
}

}  // namespace

Day day_of(Date date) {
    return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

Date date_of(Day day) {
    return Date(std::chrono::sys_days(std::chrono::days(day)));
}

std::uint8_t weekday_bit(Day day) {
    // 1970-01-01 was a Thursday.
    const int from_monday = ((day + 3) % 7 + 7) % 7;
    return static_cast<std::uint8_t>(1U << from_monday);
}

Minute minute_of(Instant at) {
    return static_cast<Minute>(
        std::chrono::floor<std::chrono::minutes>(at).time_since_epoch().count());
}

Instant instant_of(Minute at) {
    return Instant(std::chrono::minutes(at));
}

WallClock::WallClock(std::vector<std::string> zones, Day first, int days,
                     std::vector<ZoneDay> table)
    : zones_(std::move(zones)), first_(first), days_(days), table_(std::move(table)) {
    check(days_ > 0, "a table of local times has at least one day");
    check(table_.size() == zones_.size() * static_cast<std::size_t>(days_),
          "a table of local times has one entry for each zone and day");
    check(zones_.size() <= UINT16_MAX, "zones are numbered by 16 bits");
    for (std::size_t zone = 0; zone < zones_.size(); ++zone) {
        int least = INT16_MAX;
        int most = INT16_MIN;
        for (int day = 0; day < days_; ++day) {
            const ZoneDay& entry = on(static_cast<Zone>(zone), first_ + day);
            least = std::min<int>({least, entry.offset, entry.offset_after});
            most = std::max<int>({most, entry.offset, entry.offset_after});
        }
        extremes_.emplace_back(least, most);
    }
}

std::optional<Zone> WallClock::zone(std::string_view name) const {
    const auto place = std::ranges::find(zones_, name);
    if (place == zones_.end()) return std::nullopt;
    return static_cast<Zone>(place - zones_.begin());
}

const ZoneDay& WallClock::on(Zone zone, Day day) const {
    const int inside = std::clamp(day - first_, 0, days_ - 1);
    return table_[static_cast<std::size_t>(zone) * static_cast<std::size_t>(days_) +
                  static_cast<std::size_t>(inside)];
}

Minute WallClock::instant(Zone zone, Day day, int minute) const {
    return instant_on(on(zone, day), day, minute);
}

Minute WallClock::local(Zone zone, Minute at) const {
    // The calendar day decides the offset, and the offset the calendar day: the neighbours of the
    // UTC day are tried until both agree.
    Minute local = at + on(zone, day_of_minute(at)).offset;
    for (int tries = 0; tries < 3; ++tries) {
        const Day day = day_of_minute(local);
        const ZoneDay& entry = on(zone, day);
        const Minute change = day * kMinutesOfDay + entry.change - entry.offset;
        local = at + (entry.has_change() && at >= change ? entry.offset_after : entry.offset);
        if (day_of_minute(local) == day) break;
    }
    return local;
}

Day WallClock::local_day(Zone zone, Minute at) const {
    return day_of_minute(local(zone, at));
}

}  // namespace viaja::routes
