#pragma once
// A database of its own on the test program's server, with a table of two rows, and ways to break a
// connection to it.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/mysql_server.hpp"
#include "tests/ports/tcp_proxy.hpp"

namespace viaja::test {

class MysqlWorld : public testing::Test {
  protected:
    MysqlWorld() {
        connection_->execute(kMakeThings);
        const Rows rows = {thing("a", 1), thing("b", 1)};
        connection_->insert(kThings, rows);
    }
    ~MysqlWorld() override { server_.drop_database(name_); }

    std::unique_ptr<Connection> connect() const { return MysqlDatabase(settings_).connect(); }
    std::unique_ptr<Connection> through(const TcpProxy& proxy) const {
        MysqlSettings settings = settings_;
        settings.port = proxy.port();
        return MysqlDatabase(settings).connect();
    }
    static std::int64_t id_of(Connection& connection) {
        return RowReader(connection.query("SELECT CONNECTION_ID()").at(0)).integer();
    }
    void kill(std::int64_t id) const {
        server_.administrator()->execute("KILL " + std::to_string(id));
        wait_for_end_of(id);
    }
    void wait_for_end_of(std::int64_t id) const {
        const auto administrator = server_.administrator();
        const Value key = id;
        while (!administrator
                    ->query("SELECT id FROM information_schema.processlist WHERE id = ?",
                            std::span(&key, 1))
                    .empty()) {
            std::this_thread::yield();
        }
    }
    std::int64_t number(const std::string& id) const {
        const Rows rows = find_one(*connection_, kThings, id);
        return rows.empty() ? 0 : std::get<std::int64_t>(rows.at(0).at(1));
    }
    std::string refusal(const MysqlSettings& settings) const {
        try {
            MysqlDatabase(settings).connect();
        } catch (const Unavailable& error) {
            return error.what();
        }
        return "not refused";
    }

    MysqlServer& server_ = MysqlServer::instance();
    const std::string name_ = server_.make_database();
    const MysqlSettings settings_ = server_.settings(name_);
    const std::unique_ptr<Connection> connection_ = connect();
    const Value a_ = std::string("a");
    const Value b_ = std::string("b");
};

}  // namespace viaja::test
