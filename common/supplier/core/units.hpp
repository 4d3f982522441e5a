#pragma once
// Units: what has a capacity (a flight on a day, a room type on a night). A hold takes its claims
// from units while it is held or confirmed. Invariant I1, in every committed state and for every
// unit: free + held + confirmed = capacity, and none of them below zero. Pure; any thread.

#include <string>

#include "common/supplier/core/hold.hpp"

namespace viaja::supplier {

struct Unit {
    std::string id;
    int capacity = 0;
    int held = 0;
    int confirmed = 0;

    int free() const { return capacity - held - confirmed; }
    bool operator==(const Unit&) const = default;
};

/// Throws Bug where the unit breaks I1.
void check_capacity(const Unit& unit);

/// Moves `quantity` of the unit as a hold's change of state asks: what the old state took is given
/// back, what the new one takes is taken. The only way in which counters change. Throws Bug, and
/// leaves the unit as it was, where I1 would not hold afterwards.
void move(Unit& unit, int quantity, HoldState from, HoldState to);

}  // namespace viaja::supplier
