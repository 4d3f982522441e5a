#pragma once
// The MariaDB server of the test program (test_servers.hpp). Or one that exists already, named by
// VIAJA_TEST_MYSQL_HOST, _PORT, _USER, _PASSWORD and _TLS_CA (an administrator, with a database
// "viaja_test"): so the suites run on MySQL itself. That one is not disturbed.

#include <memory>
#include <optional>
#include <string>

#include "common/adapters/mysql/mysql_database.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

class MysqlServer {
  public:
    /// The one of this program.
    static MysqlServer& instance();

    /// A database that does not exist yet in the server, made now. Ends a disturbance that a failed
    /// test has left.
    std::string make_database();
    /// For destructors: what cannot be dropped is named and left behind.
    void drop_database(const std::string& name) noexcept;
    MysqlSettings settings(const std::string& database) const;
    /// A connection for what the port has no words for.
    std::unique_ptr<Connection> administrator() const;

    std::optional<std::string> cannot_be_disturbed() const;
    void disturb(Disturbance disturbance);
    void restore();

  private:
    MysqlServer();
    void make_user();

    MysqlSettings settings_;
    bool private_ = true;
    bool disturbed_ = false;
    int last_database_ = 0;
};

}  // namespace viaja::test
