#include "common/supplier/core/units.hpp"

#include "common/contract/check.hpp"

namespace viaja::supplier {
namespace {

void add(Unit& unit, int quantity, HoldState state) {
    if (state == HoldState::held) unit.held += quantity;
    if (state == HoldState::confirmed) unit.confirmed += quantity;
}

void check_move(const Unit& before, const Unit& after) {
    const bool fits = after.taken() <= before.taken() || after.oversold() == 0;
    if (after.held >= 0 && after.confirmed >= 0 && fits) return;
    throw Bug("unit " + after.id + " does not add up: capacity " + std::to_string(after.capacity) +
              ", held " + std::to_string(after.held) + ", confirmed " +
              std::to_string(after.confirmed));
}

}  // namespace

void move(Unit& unit, int quantity, HoldState from, HoldState to) {
    check(quantity > 0, "a claim takes at least one of its unit");
    auto moved = unit;
    add(moved, -quantity, from);
    add(moved, quantity, to);
    check_move(unit, moved);
    unit = moved;
}

void hand_over(Unit& unit, int given, HoldState from, int taken) {
    check(taken >= 0 && taken <= given, "no more is handed over than is given back");
    auto moved = unit;
    add(moved, -given, from);
    add(moved, taken, HoldState::held);
    check_move(unit, moved);
    unit = moved;
}

}  // namespace viaja::supplier
