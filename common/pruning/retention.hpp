#pragma once
// How long rows of what has ended are kept. A plain value; any thread.

#include "common/contract/time.hpp"
#include "common/runtime/configuration.hpp"

namespace viaja {

/// From so long after a deadline on no message of it can come that would be accepted: a receiver
/// refuses it by its own clock, which may differ by kClockSkewMax. A deadline may have been moved
/// since a message was sent, by at most the longest time of a hold (VIAJA_HOLD_SECONDS), 7 days;
/// and a day for a clock that was set.
constexpr Duration kNothingComesAfter = kClockSkewMax + std::chrono::hours(8 * 24);

struct Retention {
    /// Since what has ended changed last; zero: it is kept.
    Duration age{0};
    /// Since its deadline, whatever the age.
    Duration past_deadline = kNothingComesAfter;

    bool keeps_all() const { return age == Duration(0); }
};

/// VIAJA_RETENTION_DAYS.
Retention retention_from(const runtime::Configuration& configuration);

}  // namespace viaja
