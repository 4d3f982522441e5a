#pragma once
// Local times of airports and hotels, by the IANA time zone data of the operating system (package
// tzdata). Any thread. Only this library knows the date library that reads the data.

#include <chrono>
#include <string>

#include "common/contract/time.hpp"

namespace viaja::catalogue {

/// What a clock on the wall shows, in a zone that is known from elsewhere.
using LocalTime = std::chrono::local_time<std::chrono::minutes>;

/// Whether this machine's data has the zone: "America/Recife". Everything below throws
/// std::runtime_error for a zone that it has not, so catalogues check theirs when they are loaded.
bool zone_exists(const std::string& zone);

/// Reads the zone's file, which is kept: from then on nothing below needs it. Throws
/// std::runtime_error where it cannot be read.
void read_zone(const std::string& zone);

/// The instant at which clocks in `zone` show `local`. Never fails where clocks change: a time
/// that is skipped becomes the first instant after the gap, and of a time that comes twice it is
/// the earlier one.
Instant instant_of(LocalTime local, const std::string& zone);

/// What clocks in `zone` show at `at`, down to the minute.
LocalTime local_time(Instant at, const std::string& zone);
/// The calendar day in `zone` at `at`.
Date local_date(Instant at, const std::string& zone);

/// `minutes` after midnight of `date`; on a wall clock, so 540 is 09:00 on every day.
LocalTime wall_clock(Date date, int minutes);
/// "2026-12-20T09:00".
std::string local_text(LocalTime local);

}  // namespace viaja::catalogue
