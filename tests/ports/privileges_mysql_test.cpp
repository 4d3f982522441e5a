// In the database each service sees its own schema, may do anything there, and nothing elsewhere.

#include <set>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/service_host/settings.hpp"
#include "tests/ports/privileges.hpp"

namespace viaja::test {

namespace {

const std::string kTable = "privileges_test";

MysqlSettings settings_of(const std::string& service) {
    return service_host::mysql_settings(configuration_of(service), "");
}

std::unique_ptr<Connection> connection_of(const std::string& service) {
    return MysqlDatabase(settings_of(service)).connect();
}

/// What the server says to a statement; nothing if it was done.
std::string answer_to(Connection& connection, const std::string& sql) {
    try {
        if (sql.starts_with("SELECT")) {
            connection.query(sql);
        } else {
            connection.execute(sql);
        }
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// "Access denied for user …", "SELECT command denied to user …".
bool is_denied(const std::string& answer) {
    return answer.find("denied") != std::string::npos;
}

std::set<std::string> texts(Connection& connection, const std::string& sql) {
    std::set<std::string> result;
    for (const Values& row : connection.query(sql))
        result.insert(RowReader(row).text());
    return result;
}

/// The gateway that payment is tested with keeps a ledger of its own.
std::set<std::string> schemas_of(const std::string& service) {
    std::set<std::string> schemas{settings_of(service).database};
    if (service == "payment") schemas.insert("viaja_gateway");
    return schemas;
}

/// A table in each schema, made by its owner: the control of what the others try. Made anew by the
/// next test where it could not be made.
void make_tables() {
    static const bool made = [] {
        for (const std::string& service : kServices) {
            const auto connection = connection_of(service);
            for (const std::string& schema : schemas_of(service)) {
                const std::string table = schema + "." + kTable;
                connection->execute("DROP TABLE IF EXISTS " + table);
                connection->execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY)");
                connection->execute("INSERT INTO " + table + " VALUES (1)");
                connection->execute("UPDATE " + table + " SET id = 2");
                connection->execute("ALTER TABLE " + table + " ADD COLUMN more BIGINT");
            }
        }
        return true;
    }();
    static_cast<void>(made);
}

class MysqlPrivilegesOf : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { make_tables(); }
    const std::unique_ptr<Connection> connection_ = connection_of(GetParam());
};

TEST_P(MysqlPrivilegesOf, ShowOnlyItsOwnSchemas) {
    std::set<std::string> seen;
    for (const std::string& schema :
         texts(*connection_, "SELECT schema_name FROM information_schema.schemata")) {
        // What every user sees of the server: the schemas of its catalogue and its measurements.
        if (!schema.ends_with("_schema")) seen.insert(schema);
    }
    EXPECT_EQ(seen, schemas_of(GetParam()));
    EXPECT_EQ(texts(*connection_,
                    "SELECT table_schema FROM information_schema.tables WHERE table_name = '" +
                        kTable + "'"),
              schemas_of(GetParam()));
    EXPECT_EQ(connection_->query("SELECT id FROM " + kTable), (Rows{{std::int64_t{2}}}));
}

TEST_P(MysqlPrivilegesOf, AreNoneOfTheServers) {
    EXPECT_EQ(texts(*connection_, "SELECT privilege_type FROM information_schema.user_privileges"),
              std::set<std::string>{"USAGE"});
    EXPECT_EQ(texts(*connection_, "SELECT is_grantable FROM information_schema.schema_privileges"),
              std::set<std::string>{"NO"});
    const auto other = connection_of(GetParam() == kSession ? "hotel" : kSession);
    EXPECT_EQ(texts(*connection_, "SELECT user FROM information_schema.processlist").size(), 1U)
        << "it sees all that are connected";
    const std::string own = settings_of(GetParam()).database;
    for (const std::string& sql : std::vector<std::string>{
             "CREATE USER viaja_intruder IDENTIFIED BY 'secret'",
             "CREATE DATABASE viaja_other",
             "CREATE DATABASE " + own + "2",
             "DROP USER 'viaja'@'%'",
             "ALTER USER 'viaja'@'%' IDENTIFIED BY 'secret'",
             "GRANT SELECT ON " + own + ".* TO 'viaja'@'%'",
             "SELECT * FROM mysql.user",
             "SELECT id FROM " + kTable + " INTO OUTFILE 'viaja_privileges'",
             "SET GLOBAL max_connections = 1",
             "FLUSH TABLES",
         }) {
        const std::string answer = answer_to(*connection_, sql);
        EXPECT_TRUE(is_denied(answer)) << sql << ": " << answer;
    }
}

INSTANTIATE_TEST_SUITE_P(All, MysqlPrivilegesOf, testing::ValuesIn(kServices), service_name);

class MysqlPrivilegesAgainst : public testing::TestWithParam<Pair> {
  protected:
    void SetUp() override { make_tables(); }
    const std::unique_ptr<Connection> connection_ = connection_of(GetParam().caller);
};

TEST_P(MysqlPrivilegesAgainst, ReachNoneOfItsTables) {
    for (const std::string& schema : schemas_of(GetParam().owner)) {
        const std::string table = schema + "." + kTable;
        const std::vector<std::string> statements{
            "SELECT id FROM " + table,
            "INSERT INTO " + table + " VALUES (3)",
            "UPDATE " + table + " SET id = 3",
            "DELETE FROM " + table,
            "ALTER TABLE " + table + " ADD COLUMN worse BIGINT",
            "TRUNCATE TABLE " + table,
            "DROP TABLE " + table,
            "CREATE TABLE " + schema + ".another (id BIGINT PRIMARY KEY)",
            "CREATE VIEW seen AS SELECT id FROM " + table,
            "RENAME TABLE " + table + " TO taken",
            "DROP DATABASE " + schema,
            "ALTER DATABASE " + schema + " CHARACTER SET utf8mb4",
        };
        for (const std::string& sql : statements) {
            const std::string answer = answer_to(*connection_, sql);
            EXPECT_TRUE(is_denied(answer)) << sql << ": " << answer;
        }
        MysqlSettings settings = settings_of(GetParam().caller);
        settings.database = schema;
        EXPECT_THROW(MysqlDatabase(settings).connect(), std::exception) << schema;
    }
}

INSTANTIATE_TEST_SUITE_P(All, MysqlPrivilegesAgainst, testing::ValuesIn(all_pairs()), pair_name);

}  // namespace

}  // namespace viaja::test
