#pragma once
// The log line of a session whose rows make no sense to this program. Any thread.

#include <string>

#include "common/contract/ids.hpp"

namespace viaja::session {

void log_unreadable(const SessionId& session_id, const std::string& why);

}  // namespace viaja::session
