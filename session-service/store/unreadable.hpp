#pragma once
// Logs a session that this program cannot read. Any thread.

#include <string>

#include "common/contract/ids.hpp"

namespace viaja::session {

void log_unreadable(const SessionId& session_id, const std::string& why);

}  // namespace viaja::session
