// What is SQLite's own: files, several processes, failing disks, the memory of statements.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "common/adapters/sqlite/sqlite_connection.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/temporary_folder.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::test {

namespace {

class SqliteTest : public testing::Test {
  protected:
    static std::string setting(Connection& connection, const std::string& name) {
        const Rows rows = connection.query("PRAGMA " + name);
        const Value& value = rows.at(0).at(0);
        const auto* number = std::get_if<std::int64_t>(&value);
        return number != nullptr ? std::to_string(*number) : std::get<std::string>(value);
    }
    static std::int64_t count(Connection& connection) {
        return RowReader(connection.query("SELECT COUNT(*) FROM things").at(0)).integer();
    }

    TemporaryFolder folder_;
    SystemClock clock_;
    const std::filesystem::path file_ = folder_.path() / "test.sqlite";
};

/// Files of this process cannot grow beyond a size while this lives, as on a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(std::uintmax_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{static_cast<rlim_t>(bytes), before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    rlimit before_{};
    void (*handler_)(int) = SIG_DFL;
};

TEST_F(SqliteTest, CommitsAreOnTheDiskAndReadersDoNotWait) {
    SqliteDatabase database(file_, clock_);
    const auto connection = database.connect();
    EXPECT_EQ(setting(*connection, "journal_mode"), "wal");
    EXPECT_EQ(setting(*connection, "synchronous"), "2") << "FULL";
    EXPECT_EQ(setting(*connection, "foreign_keys"), "0");
}

TEST_F(SqliteTest, AFileKeepsItsRows) {
    {
        SqliteDatabase database(file_, clock_);
        const auto connection = database.connect();
        connection->execute(kMakeThings);
        insert_one(*connection, kThings, thing("a", 1));
    }
    SqliteDatabase database(file_, clock_);
    EXPECT_EQ(find_one(*database.connect(), kThings, std::string("a")), Rows{thing("a", 1)});
}

TEST_F(SqliteTest, APathIsTakenAsItIs) {
    const auto odd = folder_.path() / "São Paulo ?mode=memory#%20.sqlite";
    SqliteDatabase database(odd, clock_);
    database.connect()->execute(kMakeThings);
    EXPECT_TRUE(std::filesystem::exists(odd));
}

TEST_F(SqliteTest, AFolderThatDoesNotExistIsUnavailableWithThePathInTheMessage) {
    SqliteDatabase database(folder_.path() / "nowhere" / "test.sqlite", clock_);
    try {
        database.connect();
        ADD_FAILURE() << "it connected";
    } catch (const Unavailable& error) {
        EXPECT_NE(std::string(error.what()).find("nowhere/test.sqlite"), std::string::npos);
    }
}

TEST_F(SqliteTest, AFileThatIsNoDatabaseIsABugAndStaysAsItWas) {
    const std::string text(5'000, 'x');
    std::ofstream(file_) << text;
    SqliteDatabase database(file_, clock_);
    EXPECT_THROW(database.connect(), Bug);
    EXPECT_EQ(std::filesystem::file_size(file_), text.size());
}

TEST_F(SqliteTest, MemoryIsSharedByNameAndGoneWithItsLastUser) {
    const SqliteDatabase::Memory name{"shared"};
    {
        SqliteDatabase first(name, clock_);
        first.connect()->execute(kMakeThings);
        SqliteDatabase second(name, clock_);
        insert_one(*second.connect(), kThings, thing("a", 1));
        EXPECT_EQ(count(*first.connect()), 1);
        SqliteDatabase other(SqliteDatabase::Memory{"other"}, clock_);
        EXPECT_THROW(count(*other.connect()), Bug);
    }
    SqliteDatabase later(name, clock_);
    EXPECT_THROW(count(*later.connect()), Bug) << "there is no table any more";
}

TEST_F(SqliteTest, NowIsTheClockThatWasGiven) {
    TestClock clock;
    SqliteDatabase database(file_, clock);
    const auto connection = database.connect();
    const Instant start = connection->now();
    EXPECT_EQ(start, clock.now());
    clock.advance(std::chrono::hours(1));
    EXPECT_EQ(connection->now(), start + std::chrono::hours(1));
}

TEST_F(SqliteTest, TwoProcessesWriteBesideEachOther) {
    constexpr int kRows = 60;
    const auto write = [this](const std::string& prefix) {
        const SystemClock clock;
        SqliteDatabase database(file_, clock);
        const auto connection = database.connect();
        connection->execute(
            "CREATE TABLE IF NOT EXISTS things (id VARCHAR(64) NOT NULL "
            "PRIMARY KEY, number BIGINT, content MEDIUMTEXT, nick VARCHAR(64))");
        for (int i = 0; i < kRows; ++i) {
            Transaction transaction(*connection);
            insert_one(*connection, kThings, thing(prefix + std::to_string(i), i));
            transaction.commit();
        }
    };
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        try {
            write("child");
        } catch (const std::exception&) {
            _exit(1);
        }
        _exit(0);
    }
    write("parent");
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    SqliteDatabase database(file_, clock_);
    EXPECT_EQ(count(*database.connect()), 2 * kRows);
}

TEST_F(SqliteTest, ACommitThatCannotBeWrittenIsUncertainAndTheConnectionRecovers) {
    SqliteDatabase database(file_, clock_);
    const auto connection = database.connect();
    connection->execute(kMakeThings);
    {
        const FullDisk full(std::filesystem::file_size(file_.string() + "-wal"));
        connection->begin();
        insert_one(*connection, kThings, thing("a", 1, std::string(100'000, 'x')));
        EXPECT_THROW(connection->commit(), Uncertain);
        connection->rollback();
        EXPECT_THROW(insert_one(*connection, kThings, thing("b", 1)), Uncertain);
    }
    Transaction transaction(*connection);
    EXPECT_TRUE(find_one(*connection, kThings, std::string("a")).empty());
    insert_one(*connection, kThings, thing("c", 1));
    transaction.commit();
    EXPECT_EQ(count(*connection), 1);
}

TEST_F(SqliteTest, ADatabaseThatMayNotGrowIsUnavailableAndNothingHappened) {
    SqliteDatabase database(file_, clock_);
    const auto connection = database.connect();
    connection->execute(kMakeThings);
    connection->query("PRAGMA max_page_count = 10");
    connection->begin();
    EXPECT_THROW(insert_one(*connection, kThings, thing("a", 1, std::string(100'000, 'x'))),
                 Unavailable);
    connection->rollback();
    EXPECT_EQ(count(*connection), 0);
    insert_one(*connection, kThings, thing("b", 1, std::string(100'000, 'x')));
    EXPECT_EQ(count(*connection), 1) << "the file was opened anew, without that limit";
}

TEST(WritersInTurnTest, TheOrderOfComingIsTheOrderOfTurns) {
    WritersInTurn writers;
    ASSERT_TRUE(writers.enter(std::chrono::seconds(30)));
    EXPECT_FALSE(writers.enter(std::chrono::milliseconds(0))) << "who gives up leaves the queue";
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&writers, &order, i] {
            if (!writers.enter(std::chrono::seconds(30))) return;
            order.push_back(i);
            writers.leave();
        });
        while (writers.waiting() <= static_cast<std::size_t>(i))
            std::this_thread::yield();
    }
    writers.leave();
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
    EXPECT_EQ(writers.waiting(), 0U);
}

TEST_F(SqliteTest, PreparedStatementsAreBoundedAndKeepWorking) {
    SqliteConnection sqlite(SqliteLocation{"statements", true}, clock_,
                            std::make_shared<WritersInTurn>());
    Connection& connection = sqlite;
    connection.execute(kMakeThings);
    for (int i = 0; i < 1'000; ++i) {
        const Rows rows =
            connection.query("SELECT " + std::to_string(i) + ", COUNT(*) FROM things");
        ASSERT_EQ(rows[0][0], Value(std::int64_t{i}));
        ASSERT_EQ(count(connection), 0);
    }
    EXPECT_LE(sqlite.prepared_statements(), 256U);
}

TEST_F(SqliteTest, BatchesOfAllSizesShareFewStatements) {
    SqliteConnection sqlite(SqliteLocation{"batches", true}, clock_,
                            std::make_shared<WritersInTurn>());
    Connection& connection = sqlite;
    connection.execute(kMakeThings);
    const std::size_t before = sqlite.prepared_statements();
    for (int size = 1; size <= 128; ++size) {
        Rows rows;
        Values keys;
        for (int i = 0; i < size; ++i) {
            rows.push_back(thing("k" + std::to_string(i), size));
            keys.push_back(rows.back()[0]);
        }
        Transaction transaction(connection);
        connection.lock(kThings, "id", keys);
        connection.put(kThings, rows);
        transaction.commit();
    }
    EXPECT_LE(sqlite.prepared_statements() - before, 20U);
    EXPECT_EQ(count(connection), 128);
}

TEST_F(SqliteTest, PreparedStatementsSurviveAChangeOfTheSchema) {
    SqliteDatabase database(file_, clock_);
    const auto connection = database.connect();
    const auto other = database.connect();
    connection->execute(kMakeThings);
    EXPECT_EQ(count(*other), 0);
    connection->execute("ALTER TABLE things ADD COLUMN colour VARCHAR(20)");
    EXPECT_EQ(count(*other), 0);
    connection->execute("DROP TABLE things");
    EXPECT_THROW(count(*other), Bug);
    connection->execute(kMakeThings);
    EXPECT_EQ(count(*other), 0);
}

TEST_F(SqliteTest, NumbersWithAFractionAreNoPartOfTheDialect) {
    SqliteDatabase database(file_, clock_);
    EXPECT_THROW(database.connect()->query("SELECT 1.5"), Bug);
}

}  // namespace

}  // namespace viaja::test
