#pragma once
// What a Watch looks at to know whether a database can be used: not only read, but written.

#include <functional>
#include <memory>

#include "common/ports/database.hpp"
#include "common/runtime/database_time.hpp"

namespace viaja::runtime {

/// For the thread of a HealthProbe: reads the database's clock into `time` at each call, and writes
/// with `write` at every fifth call, or at each call while that fails. On a connection of its own.
/// Logs once a minute while the database cannot be used, and when it can be used again.
std::function<bool()> look_at(Database& database, std::function<void(Connection&)> write,
                              DatabaseTime& time);

}  // namespace viaja::runtime
