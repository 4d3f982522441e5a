#include "common/supplier/core/units.hpp"

#include "common/contract/check.hpp"

namespace viaja::supplier {
namespace {

void add(Unit& unit, int quantity, HoldState state) {
    if (state == HoldState::held) unit.held += quantity;
    if (state == HoldState::confirmed) unit.confirmed += quantity;
}

}  // namespace

void check_capacity(const Unit& unit) {
    if (unit.held >= 0 && unit.confirmed >= 0 && unit.free() >= 0) return;
    throw Bug("unit " + unit.id + " does not add up: capacity " + std::to_string(unit.capacity) +
              ", held " + std::to_string(unit.held) + ", confirmed " +
              std::to_string(unit.confirmed));
}

void move(Unit& unit, int quantity, HoldState from, HoldState to) {
    check(quantity > 0, "a claim takes at least one of its unit");
    auto moved = unit;
    add(moved, -quantity, from);
    add(moved, quantity, to);
    check_capacity(moved);
    unit = moved;
}

}  // namespace viaja::supplier
