#include "session-service/routes/zone_data.hpp"

#include <utility>

#include "common/catalogue/zones.hpp"

namespace viaja::routes {
namespace {

/// At `at` the offset of a zone goes from `before` to `after`.
struct Change {
    Minute at = 0;
    int before = 0;
    int after = 0;
};

int offset_at(const std::string& zone, Minute at) {
    const auto local = catalogue::local_time(instant_of(at), zone).time_since_epoch();
    return static_cast<int>(local.count()) - at;
}

/// All changes between two instants; no zone has two within a day of UTC.
std::vector<Change> changes_between(const std::string& zone, Minute from, Minute to) {
    std::vector<Change> changes;
    int offset = offset_at(zone, from);
    for (Minute day = from; day < to; day += kMinutesOfDay) {
        const int next = offset_at(zone, day + kMinutesOfDay);
        if (next == offset) continue;
        Minute before = day;
        Minute after = day + kMinutesOfDay;
        while (after - before > 1) {
            const Minute middle = before + (after - before) / 2;
            (offset_at(zone, middle) == offset ? before : after) = middle;
        }
        changes.push_back({after, offset, next});
        offset = next;
    }
    return changes;
}

ZoneDay entry_of(const std::vector<Change>& changes, int offset_at_begin, Day day) {
    ZoneDay entry;
    int offset = offset_at_begin;
    for (const Change& change : changes) {
        const Minute shown = change.at + change.before - day * kMinutesOfDay;
        if (shown >= kMinutesOfDay) break;
        const bool today = shown >= 0;
        const bool gap_ends_today = shown < 0 && shown + change.after - change.before > 0;
        if (today || gap_ends_today) {
            return {static_cast<std::int16_t>(change.before),
                    static_cast<std::int16_t>(change.after), static_cast<std::int16_t>(shown)};
        }
        offset = change.after;
    }
    entry.offset = entry.offset_after = static_cast<std::int16_t>(offset);
    return entry;
}

}  // namespace

WallClock read_wall_clock(std::vector<std::string> zones, Date first, int days) {
    const Day first_day = day_of(first);
    std::vector<ZoneDay> table;
    table.reserve(zones.size() * static_cast<std::size_t>(days));
    for (const std::string& zone : zones) {
        const Minute from = (first_day - 2) * kMinutesOfDay;
        const int offset = offset_at(zone, from);
        const auto changes = changes_between(zone, from, (first_day + days + 2) * kMinutesOfDay);
        for (Day day = first_day; day < first_day + days; ++day)
            table.push_back(entry_of(changes, offset, day));
    }
    return WallClock(std::move(zones), first_day, days, std::move(table));
}

}  // namespace viaja::routes
