#include "session-service/store/unreadable.hpp"

#include "common/process/log.hpp"

namespace viaja::session {

void log_unreadable(const SessionId& session, const std::string& why) {
    process::log_error("a session's rows cannot be read",
                       {{"session", session.text()}, {"problem", why}});
}

}  // namespace viaja::session
