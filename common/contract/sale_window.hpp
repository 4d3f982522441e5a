#pragma once
// How long before the day of travel a thing can be held: from today to 330 days ahead. A value;
// any thread.

namespace viaja {

/// Counted in calendar days from today, where the journey or the stay begins.
constexpr int kDaysAheadMax = 330;

}  // namespace viaja
