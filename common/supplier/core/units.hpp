#pragma once
// Units: what has a capacity (a flight on a day, a room type on a night). A hold takes its claims
// from units while it is held or confirmed. Invariant I1, in every committed state and for every
// unit: free + held + confirmed = capacity + oversold, none of them is below zero, and free and
// oversold are not above zero at once. Pure; any thread.
//
// A unit is oversold only where the catalogue lowered its capacity below what is held and
// confirmed. What is sold stays sold; nothing more is until enough has come back.

#include <algorithm>
#include <string>

#include "common/supplier/core/hold.hpp"

namespace viaja::supplier {

struct Unit {
    std::string id;
    int capacity = 0;  ///< as the catalogue has it
    int held = 0;
    int confirmed = 0;

    int taken() const { return held + confirmed; }
    int free() const { return std::max(0, capacity - taken()); }
    int oversold() const { return std::max(0, taken() - capacity); }
    bool operator==(const Unit&) const = default;
};

/// A quantity of one unit: a flight on a day, a room type on a night, a section of an event. A
/// unit's row appears with its first claim; its capacity follows the catalogue with each new claim
/// and each load or change of the catalogue (catalogue_edits.hpp).
struct Claim {
    std::string unit;  ///< "I01370/2026-12-20": the item's id, a slash, the day
    int capacity = 0;  ///< as the catalogue has it now
    int quantity = 0;
    bool operator==(const Claim&) const = default;
};

/// Moves `quantity` of the unit as a hold's change of state asks: what the old state took is given
/// back, what the new one takes is taken. The only way in which counters change. Throws Bug, and
/// leaves the unit as it was, where more would come back than was taken, or more be taken than is
/// free.
void move(Unit& unit, int quantity, HoldState from, HoldState to);

/// The same for what passes from one hold to another: `given` comes back from a hold in state
/// `from`, and `taken`, not more than that, is taken by a hold that is held.
void hand_over(Unit& unit, int given, HoldState from, int taken);

}  // namespace viaja::supplier
