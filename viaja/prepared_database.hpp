#pragma once
// A database of `viaja all` with its tables. One thread.

#include <functional>
#include <span>
#include <string>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/migrations/migrations.hpp"

namespace viaja {

/// Brings the tables of `service` to their newest form, and fills them with `load`.
void prepare(SqliteDatabase& database, const std::string& service,
             std::span<const Migration> migrations,
             const std::function<void(Connection&)>& load = {});

}  // namespace viaja
