#pragma once
// What replicas of session-service tell each other: that sessions have a new version. It may be
// lost; the state itself is read from the rows. Pure functions; any thread.

#include <span>
#include <string>
#include <vector>

#include "common/contract/ids.hpp"

namespace viaja::session {

struct SessionChanged {
    SessionId session_id;
    std::int64_t version = 0;
    bool operator==(const SessionChanged&) const = default;
};

/// [{"session":"…","version":7},…]
std::string to_text(std::span<const SessionChanged> events);
/// A single object is understood as a list of one; what cannot be read is left out.
std::vector<SessionChanged> sessions_changed_from(const std::string& body);

}  // namespace viaja::session
