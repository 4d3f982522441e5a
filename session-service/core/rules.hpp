#pragma once
// What decisions go by besides the session and the time. A plain value, set once at start.

#include <memory>

#include "session-service/core/connections.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/core/step_tables.hpp"

namespace viaja::session {

struct Rules {
    Limits limits = {};
    StepTables tables = tables_of_this_program();
    /// What is known of airports.
    std::shared_ptr<const Airports> airports = std::make_shared<Airports>();
};

}  // namespace viaja::session
