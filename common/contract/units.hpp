#pragma once
// How much of a unit (a flight on a day, a room type on a night, a section of an event on its day)
// a supplier has sold, as it tells operators. Values of the messages `ask-units` and `units`
// (docs/messages.md). Any thread.

#include <string>
#include <vector>

namespace viaja {

constexpr std::size_t kUnitNameBytesMax = 120;
/// Units in one answer.
constexpr int kUnitsAskedMax = 200;

/// Asks for units whose name begins with `prefix` and stands behind `after`. Both are visible
/// ASCII, and either may be empty.
struct UnitQuestion {
    std::string prefix;
    std::string after;
    int limit = kUnitsAskedMax;  ///< 1 to kUnitsAskedMax
    bool operator==(const UnitQuestion&) const = default;
};

struct UnitCount {
    std::string unit;  ///< "I01370/2026-12-20"
    int capacity = 0;  ///< as the supplier's catalogue has it
    int free = 0;
    int held = 0;
    int confirmed = 0;

    /// False where the capacity was lowered below what is sold, and where a row is damaged.
    bool sum_is_right() const {
        return free >= 0 && held >= 0 && confirmed >= 0 && free + held + confirmed == capacity;
    }
    bool operator==(const UnitCount&) const = default;
};
using UnitCounts = std::vector<UnitCount>;  ///< by ascending name

}  // namespace viaja
