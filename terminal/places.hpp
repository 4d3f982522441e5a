#pragma once
// Airports and days as people type them. Any thread; only local_day and require_day read something
// beside their arguments.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/time.hpp"
#include "terminal/json.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

/// The codes that a text may mean: a code itself, or all airports of a city by its name in either
/// language, without regard to capitals and accents. `places` is the body of GET /v1/places.
std::vector<std::string> airports_named(const Json& places, std::string_view text);

/// "REC Recife"; the code alone where it is unknown.
std::string airport_title(Language language, const Json& places, const std::string& code);

/// The day in "2026-12-25", "25/12/2026", or "25/12", which is the next such day from `today` on.
std::optional<Date> day_typed(std::string_view text, Date today);

/// The day in the time zone of this machine.
Date local_day(std::chrono::system_clock::time_point instant);
/// "2026-12-25" of a day typed today, on this machine. Throws Stop with Exit::usage where it is no
/// day.
std::string require_day(Language language, std::string_view text);

}  // namespace viaja::terminal
