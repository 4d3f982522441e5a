#pragma once
// Removes holds that have ended: refused, cancelled and expired, tombstones among them. What is
// held or confirmed is kept, since the counters of its units are the sums of such holds. On the
// thread of a Pruning.

#include "common/pruning/pruning.hpp"
#include "common/pruning/retention.hpp"

namespace viaja::supplier {

/// Empty where holds are kept.
FindPage prune_holds(const Retention& retention);

}  // namespace viaja::supplier
