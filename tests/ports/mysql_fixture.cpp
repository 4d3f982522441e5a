// The database suites on MySQL, or on MariaDB in its place (tests/ports/mysql_server.hpp).

#include "tests/ports/fixtures.hpp"
#include "tests/ports/mysql_server.hpp"

namespace viaja::test {

namespace {

class MysqlFixture : public DatabaseFixture {
  public:
    ~MysqlFixture() override { server_.drop_database(database_); }

    std::unique_ptr<Database> open() override {
        return std::make_unique<MysqlDatabase>(server_.settings(database_));
    }
    std::optional<std::string> cannot(Disturbance) const override {
        return server_.cannot_be_disturbed();
    }
    void disturb(Disturbance disturbance) override { server_.disturb(disturbance); }
    void restore() override { server_.restore(); }
    std::optional<std::string> why_ddl_stays() const override {
        return "MySQL commits at each DDL statement";
    }

  private:
    MysqlServer& server_ = MysqlServer::instance();
    const std::string database_ = server_.make_database();
};

}  // namespace

std::vector<Factory<DatabaseFixture>> database_factories() {
    return {{"Mysql", [] { return std::make_unique<MysqlFixture>(); }}};
}

}  // namespace viaja::test
