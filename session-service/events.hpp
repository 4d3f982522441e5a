#pragma once
// What replicas of session-service tell each other: that a session has a new version. It may be
// lost; who needs the state reads it. Pure functions and a port; any thread.

#include <optional>
#include <string>

#include "common/contract/ids.hpp"

namespace viaja::session {

struct SessionChanged {
    SessionId session;
    std::int64_t version = 0;
};

/// {"session":"…","version":7}
std::string to_text(const SessionChanged& event);
/// nullopt for anything else.
std::optional<SessionChanged> session_changed_from(const std::string& body);

}  // namespace viaja::session
