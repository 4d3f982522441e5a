#pragma once
// What the functions of one decision share. For this core alone.

#include <optional>
#include <string>
#include <vector>

#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// The decision under way: the session, the time, and the entries that it adds to the history.
struct DecisionContext {
    Session& session;
    Instant now;
    const Rules& rules;
    std::vector<Entry>& entries;

    void record(std::string type, std::optional<HoldId> hold = {}, std::string detail = {});
};

}  // namespace viaja::session
