#pragma once
// The pauses between requests, and when a pending step counts as silent. For this core alone.

#include <optional>

#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The pause after the request number `tries`, before chance shortens it.
Duration full_pause(int tries, Duration longest, const Limits& limits);
/// How long the pauses between the requests of the pending step or undo can become.
Duration longest_pause_of_saga(const Session& session, const Limits& limits);
/// When the pending step is given up unless it is answered; nullopt where that is not yet possible.
std::optional<Instant> silent_at(const Session& session, const Rules& rules);

}  // namespace viaja::session
