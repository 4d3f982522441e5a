#pragma once
// Instants, calendar dates and their text forms. Pure values; nothing here reads a clock.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace viaja {

/// Microseconds since 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

struct MonotonicClock;
/// A reading of one process's monotonic clock (Clock::moment). It means nothing outside of it.
using Moment = std::chrono::time_point<MonotonicClock, Duration>;

/// By how much the clocks of two hosts may differ without harm.
constexpr Duration kClockSkewMax = std::chrono::minutes(5);

/// True if an instant that another host's clock gave is past by this host's, whichever of the two
/// is wrong.
inline bool is_surely_past(Instant foreign, Instant now) {
    return now - kClockSkewMax >= foreign;
}

/// A calendar day without a time zone: a flight's day of departure, a hotel's night.
using Date = std::chrono::year_month_day;

inline std::int64_t to_micros(Instant at) {
    return at.time_since_epoch().count();
}
inline Instant from_micros(std::int64_t micros) {
    return Instant(Duration(micros));
}

/// "2026-11-21T12:00:00.000Z": RFC 3339, UTC, milliseconds.
std::string rfc3339(Instant at);
/// The same with all six digits of the microseconds: a deadline that loses some on the way would be
/// another deadline for its receiver. Instants outside of the years 1 to 9999 become the nearest
/// inside.
std::string rfc3339_exact(Instant at);
/// Reads what `rfc3339` writes, with zero to six digits of a second's fraction; only "Z".
std::optional<Instant> parse_rfc3339(std::string_view text);

/// "2026-12-20".
std::string iso_date(Date date);
/// Only existing days of the years 1 to 9999 in the form yyyy-mm-dd.
std::optional<Date> parse_date(std::string_view text);

/// The day of a local time such as "2026-12-20T09:00"; nullopt where that is none.
std::optional<Date> day_of_local_time(std::string_view text);

/// Days from `from` to `to`; negative when `to` is earlier.
int days_between(Date from, Date to);
Date plus_days(Date date, int days);
/// The UTC calendar day of an instant.
Date utc_date(Instant at);

}  // namespace viaja
