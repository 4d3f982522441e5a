// The database suites on MySQL, or on MariaDB in its place (tests/ports/private_mysql.hpp).

#include "tests/ports/fixtures.hpp"
#include "tests/ports/private_mysql.hpp"

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
    PrivateMysql& server_ = PrivateMysql::instance();
    const std::string database_ = server_.make_database();
};

}  // namespace

std::vector<Factory<DatabaseFixture>> database_factories() {
    return {{"Mysql", [] { return std::make_unique<MysqlFixture>(); }}};
}

}  // namespace viaja::test
