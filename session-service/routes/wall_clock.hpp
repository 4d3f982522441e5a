#pragma once
// Local times as plain data: for each time zone and calendar day, how far its clocks are from UTC.
// It turns a departure by the wall clock into an instant without the time zone database, which the
// search may not read. zone_data.hpp fills it. Immutable; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/time.hpp"

namespace viaja::routes {

/// Days since 1970-01-01, of a calendar without a zone.
using Day = std::int32_t;
/// Minutes since 1970-01-01T00:00:00Z.
using Minute = std::int32_t;
/// A time zone: its place in WallClock::zones().
using Zone = std::uint16_t;

constexpr int kMinutesOfDay = 1440;

Day day_of(Date date);
Date date_of(Day day);
/// The weekdays of a flight are bits, from Monday (bit 0) to Sunday (bit 6).
std::uint8_t weekday_bit(Day day);
/// The last whole minute that has begun.
Minute minute_of(Instant at);
Instant instant_of(Minute at);

/// One calendar day of a zone. Clocks are `offset` minutes ahead of UTC until they show `change`
/// (minutes after midnight), and `offset_after` from then on. Both offsets are equal on all days
/// but those of a change. `change` is negative where a gap that began on the day before ends on
/// this one.
struct ZoneDay {
    std::int16_t offset = 0;
    std::int16_t offset_after = 0;
    std::int16_t change = 0;

    bool has_change() const { return offset != offset_after; }
};

class WallClock {
  public:
    /// `table` has `days` entries for each zone, in the order of `zones`, from `first` on.
    WallClock(std::vector<std::string> zones, Day first, int days, std::vector<ZoneDay> table);

    const std::vector<std::string>& zones() const { return zones_; }
    std::optional<Zone> zone(std::string_view name) const;
    Day first() const { return first_; }
    Day last() const { return first_ + days_ - 1; }

    /// A day outside of the table gets the offsets of the nearest day inside.
    const ZoneDay& on(Zone zone, Day day) const;

    /// When clocks in `zone` show `minute` on `day`. A time that is skipped becomes the first
    /// instant after the gap; of a time that comes twice it is the earlier one.
    Minute instant(Zone zone, Day day, int minute) const;

    /// What clocks in `zone` show at `at`: minutes since midnight of 1970-01-01 by the wall clock.
    Minute local(Zone zone, Minute at) const;
    Day local_day(Zone zone, Minute at) const;

    /// The smallest and the largest offset of a zone within the table.
    int offset_min(Zone zone) const { return extremes_[zone].first; }
    int offset_max(Zone zone) const { return extremes_[zone].second; }

  private:
    std::vector<std::string> zones_;
    Day first_;
    int days_;
    std::vector<ZoneDay> table_;
    std::vector<std::pair<int, int>> extremes_;
};

/// Rounds towards the past, also before 1970.
constexpr Day day_of_minute(Minute at) {
    return at >= 0 ? at / kMinutesOfDay : -((-at + kMinutesOfDay - 1) / kMinutesOfDay);
}

}  // namespace viaja::routes
