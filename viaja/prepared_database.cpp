#include "viaja/prepared_database.hpp"

#include "common/runtime/log.hpp"

namespace viaja {

void prepare(SqliteDatabase& database, const std::string& service,
             std::span<const Migration> migrations, const std::function<void(Connection&)>& load) {
    const auto connection = database.connect();
    migrate(*connection, service, migrations, runtime::log_event);
    if (load) load(*connection);
}

}  // namespace viaja
