#pragma once
// Waiting for a server at the start, and looking at it later.

#include <functional>
#include <string>

#include "common/ports/database.hpp"
#include "common/process/database_time.hpp"

namespace viaja::deployment {

/// Calls `work` until it does not throw Unavailable, Conflict or Uncertain; says in the log at once
/// and then every ten seconds what it waits for. Throws what else `work` throws.
void retry_until_there(const std::string& what, const std::function<void()>& work);

/// For a process::Watch: asks the database for its time, on a connection of its own, and tells
/// `time`, which must outlive the watch.
std::function<bool()> look_at(Database& database, process::DatabaseTime& time);

}  // namespace viaja::deployment
