#pragma once
// A supplier asks about holds that it keeps for a session. Pure; any thread.

#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// Cancel or expire commands for the holds that the session has given up, was refused or does not
/// know; none for those that are asked, held, lost or confirmed. `session` is null where there is
/// none.
std::vector<SupplierCommand> releases_of_unwanted(const SessionCheck& check, const Session* session,
                                                  Instant now);

}  // namespace viaja::session
