#pragma once
// How long before the day of travel a thing can be held, and how long it can last. Values; any
// thread.

namespace viaja {

/// Counted in calendar days from today, where the journey or the stay begins.
constexpr int kDaysAheadMax = 330;

constexpr int kStayNightsMax = 30;
/// The last day of an other item is at most so many days after its first.
constexpr int kOtherDaysMax = 30;

}  // namespace viaja
