#include "tests/ports/mysql_server.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

#include "tests/ports/test_servers.hpp"

namespace viaja::test {

namespace {

constexpr const char* kName = "mysql";

std::string environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

}  // namespace

MysqlServer& MysqlServer::instance() {
    static MysqlServer only;
    return only;
}

MysqlServer::MysqlServer() {
    const std::string host = environment("VIAJA_TEST_MYSQL_HOST", "");
    if (host.empty()) {
        make_user();
        return;
    }
    private_ = false;
    settings_.host = host;
    settings_.port = std::stoi(environment("VIAJA_TEST_MYSQL_PORT", "3306"));
    settings_.user = environment("VIAJA_TEST_MYSQL_USER", "root");
    settings_.password = environment("VIAJA_TEST_MYSQL_PASSWORD", "");
    settings_.tls.authorities = environment("VIAJA_TEST_MYSQL_TLS_CA", "");
    settings_.database = "viaja_test";
}

/// With a password that shows whether it is quoted right.
void MysqlServer::make_user() {
    auto variables = TestServers::instance().environment("tests");
    settings_.port = std::stoi(variables["VIAJA_MYSQL_PORT"]);
    settings_.user = variables["VIAJA_MYSQL_USER"];
    settings_.password = variables["VIAJA_MYSQL_PASSWORD"];
    settings_.tls.authorities = variables["VIAJA_MYSQL_TLS_CA"];
    settings_.database = "viaja_session";
    const auto connection = administrator();
    connection->execute("CREATE DATABASE viaja_test");
    connection->execute(R"(CREATE USER 'contract'@'%' IDENTIFIED BY 'a password''s "password"')");
    connection->execute("GRANT ALL ON *.* TO 'contract'@'%' WITH GRANT OPTION");
    settings_.user = "contract";
    settings_.password = R"(a password's "password")";
    settings_.database = "viaja_test";
}

std::string MysqlServer::make_database() {
    restore();
    const std::string name =
        "contract_" + std::to_string(getpid()) + "_" + std::to_string(++last_database_);
    administrator()->execute("CREATE DATABASE " + name);
    return name;
}

void MysqlServer::drop_database(const std::string& name) noexcept {
    try {
        administrator()->execute("DROP DATABASE " + name);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s is left behind: %s\n", name.c_str(), error.what());
    }
}

MysqlSettings MysqlServer::settings(const std::string& database) const {
    MysqlSettings result = settings_;
    result.database = database;
    return result;
}

std::unique_ptr<Connection> MysqlServer::administrator() const {
    return MysqlDatabase(settings_).connect();
}

std::optional<std::string> MysqlServer::cannot_be_disturbed() const {
    if (private_) return std::nullopt;
    return "the server is not the test's own";
}

void MysqlServer::disturb(Disturbance disturbance) {
    disturbed_ = disturbance != Disturbance::restarted;
    TestServers::instance().disturb(kName, disturbance);
}

void MysqlServer::restore() {
    if (std::exchange(disturbed_, false)) TestServers::instance().restore(kName);
}

}  // namespace viaja::test
