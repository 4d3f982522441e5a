#pragma once
// A MariaDB server of the test program's own, started when first asked for, gone with the program.
// Or a server that is there already, named by VIAJA_TEST_MYSQL_HOST, _PORT, _USER and _PASSWORD (a
// user who may do everything, with a database "viaja_test"): so the suites run on MySQL itself.
// That one is not disturbed.

#include <memory>
#include <optional>
#include <string>

#include "common/adapters/mysql/mysql_database.hpp"
#include "tests/ports/child_process.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::test {

class PrivateMysql {
  public:
    /// The one of this program. The main thread calls it first.
    static PrivateMysql& instance();

    /// A database that does not exist yet in the server, made now.
    std::string make_database();
    void drop_database(const std::string& name);
    MysqlSettings settings(const std::string& database) const;
    /// A connection for what the port has no words for.
    std::unique_ptr<Connection> administrator() const;

    std::optional<std::string> cannot_be_disturbed() const;
    void disturb(Disturbance disturbance);
    void restore();

  private:
    PrivateMysql();
    void start();

    TemporaryFolder folder_;
    MysqlSettings settings_;
    std::unique_ptr<ChildProcess> process_;
    bool private_ = true;
    int last_database_ = 0;
};

}  // namespace viaja::test
