#pragma once
// What listeners of a session are sent, as JSON texts: docs/openapi.yaml, Frame. Pure functions;
// any thread.

#include <string>

#include "session-service/store/session_reader.hpp"

namespace viaja::session {

/// The timeline of `view` from behind `after`, and the session as GET shows it at the same moment.
std::string state_frame(int after, const SessionView& view);

/// Says that the stream lives, the time of the database, and the last sequence that was sent.
std::string beat_frame(Instant now, int sequence);

}  // namespace viaja::session
