#pragma once
// How the items of the test catalogue misbehave (Behaviour in inventory.hpp). It stands around the
// machine, never inside it: an ask that is left unanswered changes nothing of the hold. Used by a
// supplier's batch, on its thread.

#include <string>

#include "common/supplier/store.hpp"

namespace viaja::supplier {

/// Whether the test item stays silent on this command. Counts the ask in the row if so, or notes
/// its time; the hold itself stays as it is.
bool stays_silent(HoldRow& row, const SupplierCommand& command, Instant now);

/// Why the test item refuses to be confirmed; empty for all others.
std::string refusal_to_confirm(const HoldRow& row);

/// How often each of its answers is sent.
int copies_of_answers(const HoldRow& row);

}  // namespace viaja::supplier
