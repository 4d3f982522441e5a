#pragma once
// What a Watch looks at to know whether a database can be used: not only read, but written.

#include <functional>
#include <memory>

#include "common/ports/database.hpp"
#include "common/runtime/database_time.hpp"

namespace viaja::runtime {

/// For a Watch, whose thread alone uses it: reads the database's clock into `time` each time, and
/// writes each fifth time, or each time while that fails, by `write`. On a connection of its own.
/// Says in the log when the database cannot be used, once a minute, and when it can be again.
std::function<bool()> look_at(Database& database, std::function<void(Connection&)> write,
                              DatabaseTime& time);

}  // namespace viaja::runtime
