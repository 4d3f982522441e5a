#include "common/adapters/mysql/mysql_database.hpp"

#include <utility>

#include "common/adapters/mysql/deciding_connections.hpp"
#include "common/adapters/mysql/mysql_connection.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"

namespace viaja {

namespace {
/// The name of the lock around a change of the schema holds the database's name, and the server
/// takes 64 characters for it.
constexpr std::size_t kNameMax = 50;
constexpr std::chrono::seconds kSilenceMin{2};
}  // namespace

MysqlDatabase::MysqlDatabase(MysqlSettings settings)
    : settings_(std::move(settings)), deciding_(std::make_shared<DecidingConnections>()) {
    check(!settings_.database.empty() && settings_.database.size() <= kNameMax,
          "the name of a MySQL database has 1 to 50 characters");
    check(settings_.silence >= kSilenceMin, "a connection may be silent for two seconds or more");
}

std::unique_ptr<Connection> MysqlDatabase::connect() {
    return std::make_unique<MysqlConnection>(settings_, deciding_);
}

std::vector<std::int64_t> MysqlDatabase::deciding_connections() const {
    return deciding_->numbers();
}

void MysqlDatabase::end_connections(std::span<const std::int64_t> numbers) const {
    if (numbers.empty()) return;
    MysqlConnection connection(settings_, deciding_);
    for (const auto number : numbers) {
        try {
            connection.execute("KILL CONNECTION " + std::to_string(number), {});
        } catch (const Bug&) {
            continue;  // there is none of this number, or it is another user's
        } catch (const Failed&) {
            continue;
        }
    }
}

}  // namespace viaja
