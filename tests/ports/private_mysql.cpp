#include "tests/ports/private_mysql.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "common/ports/errors.hpp"

namespace viaja::test {

namespace {

constexpr std::chrono::seconds kStartPatience{60};

std::string environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : otherwise;
}

}  // namespace

PrivateMysql& PrivateMysql::instance() {
    static PrivateMysql only;
    return only;
}

PrivateMysql::PrivateMysql() {
    settings_.user = "viaja";
    settings_.password = "a password's \"password\"";
    settings_.database = "viaja_test";
    const std::string host = environment("VIAJA_TEST_MYSQL_HOST", "");
    if (!host.empty()) {
        private_ = false;
        settings_.host = host;
        settings_.port = std::stoi(environment("VIAJA_TEST_MYSQL_PORT", "3306"));
        settings_.user = environment("VIAJA_TEST_MYSQL_USER", "root");
        settings_.password = environment("VIAJA_TEST_MYSQL_PASSWORD", "");
        return;
    }
    settings_.port = free_port();
    ChildProcess install(
        {"mariadb-install-db", "--no-defaults", "--datadir=" + (folder_.path() / "data").string(),
         "--auth-root-authentication-method=normal", "--skip-test-db",
         std::string("--user=") + (geteuid() == 0 ? "root" : getlogin())},
        folder_.path() / "install.log");
    if (install.wait() != 0) throw std::runtime_error("mariadb-install-db failed");
    std::ofstream(folder_.path() / "init.sql")
        << "CREATE DATABASE IF NOT EXISTS viaja_test;\n"
        << "CREATE USER IF NOT EXISTS 'viaja'@'%' IDENTIFIED BY 'a password''s \"password\"';\n"
        << "GRANT ALL ON *.* TO 'viaja'@'%' WITH GRANT OPTION;\n";
    start();
}

void PrivateMysql::start() {
    const auto in_folder = [this](const char* name) { return (folder_.path() / name).string(); };
    std::vector<std::string> command{"mariadbd",
                                     "--no-defaults",
                                     "--datadir=" + in_folder("data"),
                                     "--socket=" + in_folder("socket"),
                                     "--pid-file=" + in_folder("pid"),
                                     "--init-file=" + in_folder("init.sql"),
                                     "--bind-address=127.0.0.1",
                                     "--port=" + std::to_string(settings_.port),
                                     "--skip-name-resolve",
                                     "--innodb-buffer-pool-size=64M",
                                     "--innodb-log-file-size=32M"};
    if (geteuid() == 0) command.push_back("--user=root");
    process_ = std::make_unique<ChildProcess>(command, folder_.path() / "server.log");
    process_->wait_until(
        [this] {
            try {
                administrator();
                return true;
            } catch (const Unavailable&) {
                return false;
            }
        },
        kStartPatience);
}

std::string PrivateMysql::make_database() {
    const std::string name =
        "contract_" + std::to_string(getpid()) + "_" + std::to_string(++last_database_);
    administrator()->execute("CREATE DATABASE " + name);
    return name;
}

void PrivateMysql::drop_database(const std::string& name) {
    administrator()->execute("DROP DATABASE " + name);
}

MysqlSettings PrivateMysql::settings(const std::string& database) const {
    MysqlSettings result = settings_;
    result.database = database;
    return result;
}

std::unique_ptr<Connection> PrivateMysql::administrator() const {
    return MysqlDatabase(settings_).connect();
}

std::optional<std::string> PrivateMysql::cannot_be_disturbed() const {
    if (private_) return std::nullopt;
    return "the server belongs to somebody else";
}

void PrivateMysql::disturb(Disturbance disturbance) {
    switch (disturbance) {
        case Disturbance::away:
            process_.reset();
            break;
        case Disturbance::frozen:
            process_->signal(SIGSTOP);
            break;
        case Disturbance::restarted:
            process_.reset();
            start();
            break;
    }
}

void PrivateMysql::restore() {
    if (process_) {
        process_->signal(SIGCONT);
    } else {
        start();
    }
}

}  // namespace viaja::test
