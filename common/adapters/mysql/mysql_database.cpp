#include "common/adapters/mysql/mysql_database.hpp"

#include <utility>

#include "common/adapters/mysql/mysql_connection.hpp"
#include "common/contract/check.hpp"

namespace viaja {

namespace {
/// The name of the lock around a change of the schema holds the database's name, and the server
/// takes 64 characters for it.
constexpr std::size_t kNameMax = 50;
constexpr std::chrono::seconds kSilenceMin{2};
}  // namespace

MysqlDatabase::MysqlDatabase(MysqlSettings settings) : settings_(std::move(settings)) {
    check(!settings_.database.empty() && settings_.database.size() <= kNameMax,
          "the name of a MySQL database has 1 to 50 characters");
    check(settings_.silence >= kSilenceMin, "a connection may be silent for two seconds or more");
}

std::unique_ptr<Connection> MysqlDatabase::connect() {
    return std::make_unique<MysqlConnection>(settings_);
}

}  // namespace viaja
