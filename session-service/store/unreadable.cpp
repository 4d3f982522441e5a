#include "session-service/store/unreadable.hpp"

#include "common/runtime/log.hpp"

namespace viaja::session {

void log_unreadable(const SessionId& session_id, const std::string& why) {
    runtime::log_error("session rows unreadable", {{"session", session_id.text()}, {"error", why}});
}

}  // namespace viaja::session
