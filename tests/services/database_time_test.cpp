// The time of a database between two readings, on a host whose clock is wrong.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/runtime/database_time.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::runtime {
namespace {

using namespace std::chrono_literals;

/// A database on one host, and a process on another.
struct Hosts {
    test::TestClock of_database;
    test::TestClock of_process;
    SqliteDatabase database{SqliteDatabase::Memory{"database_time"}, of_database};
    std::unique_ptr<Connection> connection = database.connect();
    std::vector<std::string> said;
    DatabaseTime time{of_process,
                      [this](const LogEvent& event) { said.push_back(text_of(event)); }};

    void pass(Duration length) {
        of_database.advance(length);
        of_process.advance(length);
    }
};

TEST(DatabaseTime, GoesOnFromTheLastReadingWhateverTheWallClockDoes) {
    Hosts hosts;
    hosts.of_process.step(5min);
    hosts.time.read(*hosts.connection);
    hosts.pass(700ms);
    hosts.of_process.step(-24h);
    EXPECT_EQ(hosts.time.now(), hosts.of_database.now());
}

TEST(DatabaseTime, FallsBackWithItsDatabase) {
    Hosts hosts;
    hosts.of_database.step(24h);
    hosts.time.read(*hosts.connection);
    hosts.of_database.step(-24h);
    hosts.time.read(*hosts.connection);
    EXPECT_EQ(hosts.time.now(), hosts.of_database.now());
}

TEST(DatabaseTime, SaysOnceThatTheHostsDiffer) {
    Hosts hosts;
    hosts.time.read(*hosts.connection);
    EXPECT_TRUE(hosts.time.agrees());
    hosts.of_process.step(5min);
    for (int i = 0; i < 3; ++i)
        hosts.time.read(*hosts.connection);
    EXPECT_FALSE(hosts.time.agrees());
    hosts.of_process.step(-5min);
    hosts.time.read(*hosts.connection);
    EXPECT_TRUE(hosts.time.agrees());
    EXPECT_EQ(hosts.said,
              (std::vector<std::string>{"host clock differs from the database · ahead_s=300",
                                        "host clock agrees with the database again"}));
}

}  // namespace
}  // namespace viaja::runtime
