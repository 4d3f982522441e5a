#include "session-service/store/unreadable.hpp"

#include "common/runtime/log.hpp"

namespace viaja::session {

void log_unreadable(const SessionId& session_id, const std::string& why) {
    runtime::log_error("a session's rows cannot be read",
                       {{"session", session_id.text()}, {"problem", why}});
}

}  // namespace viaja::session
