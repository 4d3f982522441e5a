#pragma once
// Giving holds up at their suppliers. For this core alone.

#include "session-service/core/decision_context.hpp"

namespace viaja::session {

/// True while a supplier may have something for this hold.
bool may_be_released(const Hold& hold);
/// The release is asked for until it is answered, also of a hold that is not answered yet (C5, C9).
void release(DecisionContext& context, Hold& hold, Command how);
/// Every hold that may be released.
void release_all(DecisionContext& context, Command how);

}  // namespace viaja::session
