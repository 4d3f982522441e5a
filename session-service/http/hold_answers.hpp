#pragma once
// The answers to requests for holds, by what their suppliers have answered. Loop thread.

#include "session-service/http/outcomes.hpp"

namespace viaja::session {

/// The supplier's answer to a hold that was asked for.
AwaitedOutcome answer_to_hold(const SharedHttpCall& call, const HoldId& id);

/// The answers to a hold list, by its first hold: held once all of it is; refused, with the item
/// that was, once what was held of it is given back.
AwaitedOutcome answer_to_list(const SharedHttpCall& call, const HoldId& first);

}  // namespace viaja::session
