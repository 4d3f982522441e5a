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

/// Moves `quantity` of the unit as a hold's change of state asks: what the old state took is given
/// back, what the new one takes is taken. The only way in which counters change. Throws Bug, and
/// leaves the unit as it was, where more would come back than was taken, or more be taken than is
/// free.
void move(Unit& unit, int quantity, HoldState from, HoldState to);

}  // namespace viaja::supplier
