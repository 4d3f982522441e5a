#include "common/adapters/sqlite/sqlite_database.hpp"

#include "common/adapters/sqlite/sqlite_connection.hpp"
#include "common/adapters/sqlite/sqlite_handle.hpp"
#include "common/adapters/sqlite/writers_in_turn.hpp"

namespace viaja {

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, const Clock& clock)
    : location_{file.string(), false}, clock_(clock), writers_(std::make_shared<WritersInTurn>()) {}

SqliteDatabase::SqliteDatabase(const Memory& memory, const Clock& clock)
    : location_{memory.name, true},
      clock_(clock),
      writers_(std::make_shared<WritersInTurn>()),
      anchor_(std::make_unique<SqliteHandle>(location_)) {}

SqliteDatabase::~SqliteDatabase() = default;

std::unique_ptr<Connection> SqliteDatabase::connect() {
    return std::make_unique<SqliteConnection>(location_, clock_, writers_);
}

}  // namespace viaja
