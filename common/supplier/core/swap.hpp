#pragma once
// A swap within units: a new hold that replaces an old one needs only the difference, since one of
// the two is given up in the end. Until then both are held, and the new one borrows from the old
// one what both want. Pure; any thread.
//
//   the new one is held          it takes what it wants beyond the old one, and borrows the rest
//   the old one ends             what is borrowed becomes the new one's own
//   the new one ends             it gives back what it took; the old one has all of its own still
//   the new one is confirmed     the session chose it, so the old one ends first (its cancel is on
//                                the way, or was lost and comes again)
//
// The session decides which of the two ends, as without a swap (docs/saga.md, C10): a supplier that
// released the old one by itself would lose the seat of a traveller that drops the new one.

#include <vector>

#include "common/supplier/core/units.hpp"

namespace viaja::supplier {

struct Split {
    std::vector<Claim> own;       ///< of what is wanted, what the lender has not
    std::vector<Claim> borrowed;  ///< and what it has
    bool operator==(const Split&) const = default;
};

/// Of each unit that is wanted, as much as the lender claims is borrowed. No claim is empty.
Split split(const std::vector<Claim>& wanted, const std::vector<Claim>& lender);

/// Both together, one claim a unit, in the order of units.
std::vector<Claim> sum(const std::vector<Claim>& some, const std::vector<Claim>& more);

/// How much of a unit is claimed.
int claimed(const std::vector<Claim>& claims, const std::string& unit);

}  // namespace viaja::supplier
