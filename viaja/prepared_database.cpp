#include "viaja/prepared_database.hpp"

namespace viaja {

void prepare(SqliteDatabase& database, const std::string& service,
             std::span<const Migration> migrations, const std::function<void(Connection&)>& load) {
    const auto connection = database.connect();
    migrate(*connection, service, migrations);
    if (load) load(*connection);
}

}  // namespace viaja
