#pragma once
// A supplier asks about holds that it keeps for a session. Pure; any thread.

#include <vector>

#include "common/contract/messages.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// Those which the session has given up are asked to go once more; those which it wants, or may
/// come to want, are left alone. `session` is null where there is none.
std::vector<SupplierCommand> releases_of_unwanted(const SessionCheck& check, const Session* session,
                                                  Instant now);

}  // namespace viaja::session
