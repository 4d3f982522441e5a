// What common/migrations promises, on every adapter of the database.

#include <gtest/gtest.h>

#include <thread>

#include "common/contract/check.hpp"
#include "common/migrations/migrations.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/fixtures.hpp"
#include "tests/ports/forwarding_connection.hpp"

namespace viaja::test {

namespace {

constexpr std::string_view kSpoons = "CREATE TABLE spoons (id BIGINT NOT NULL PRIMARY KEY);";
constexpr std::string_view kForks =
    "CREATE TABLE forks (id BIGINT NOT NULL PRIMARY KEY);\n"
    "CREATE INDEX forks_by_id ON forks (id);\n"
    "INSERT INTO forks (id) VALUES (1), (2)\n";
constexpr std::string_view kMoreForks = "INSERT INTO forks (id) VALUES (3)";

const std::vector<Migration> kFirst = {{1, "spoons", kSpoons}};
const std::vector<Migration> kBoth = {{1, "spoons", kSpoons}, {2, "forks", kForks}};
const std::vector<Migration> kBothAdding = {{1, "spoons", kSpoons},
                                            {2, "forks", kForks, OlderPrograms::may_run}};

/// Steps of which each may be begun again where a process was killed.
const std::vector<Migration> kTwoAdding = {
    {1, "spoons", kSpoons},
    {2, "forks",
     "CREATE TABLE IF NOT EXISTS forks (id BIGINT PRIMARY KEY); "
     "CREATE TABLE IF NOT EXISTS knives (id BIGINT PRIMARY KEY)",
     OlderPrograms::may_run},
    {3, "drawers", "CREATE TABLE IF NOT EXISTS drawers (id BIGINT PRIMARY KEY)",
     OlderPrograms::may_run}};

struct Killed {};

/// Its process is killed after so many writes.
class MortalConnection : public ForwardingConnection {
  public:
    MortalConnection(Connection& behind, int writes)
        : ForwardingConnection(behind), behind_(behind), writes_(writes) {}

    void change_schema(const std::function<void()>& change) override {
        behind_.change_schema(change);
    }
    void insert(const Table& table, std::span<const Values> rows) override {
        live();
        behind_.insert(table, rows);
    }
    void put(const Table& table, std::span<const Values> rows) override {
        live();
        behind_.put(table, rows);
    }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        live();
        return behind_.execute(sql, parameters);
    }

  private:
    void live() {
        if (writes_-- == 0) throw Killed();
    }

    Connection& behind_;
    int writes_;
};

class MigrationsContract : public testing::TestWithParam<Factory<DatabaseFixture>> {
  protected:
    std::int64_t count(const std::string& table) {
        const Rows rows = connection_->query("SELECT COUNT(*) FROM " + table);
        return RowReader(rows.at(0)).integer();
    }

    std::string refusal(std::span<const Migration> all) {
        try {
            migrate(*connection_, "kitchen", all);
        } catch (const SchemaRefused& error) {
            return error.what();
        }
        return "not refused";
    }

    void start_with_an_empty_database() {
        connection_.reset();
        database_.reset();
        fixture_ = GetParam().make();
        database_ = fixture_->open();
        connection_ = database_->connect();
    }

    bool is_killed_after(int writes, std::span<const Migration> all) {
        MortalConnection mortal(*connection_, writes);
        try {
            migrate(mortal, "kitchen", all);
        } catch (const Killed&) {
            return true;
        }
        return false;
    }

    std::unique_ptr<DatabaseFixture> fixture_ = GetParam().make();
    std::unique_ptr<Database> database_ = fixture_->open();
    std::unique_ptr<Connection> connection_ = database_->connect();
};

INSTANTIATE_TEST_SUITE_P(Adapters, MigrationsContract, testing::ValuesIn(database_factories()),
                         adapter_name);

TEST_P(MigrationsContract, AllAreAppliedOnceHoweverOftenItIsCalled) {
    const Instant before = connection_->now();
    migrate(*connection_, "kitchen", kBoth);
    migrate(*connection_, "kitchen", kBoth);
    EXPECT_EQ(count("spoons"), 0);
    EXPECT_EQ(count("forks"), 2);
    const Rows rows = connection_->query(
        "SELECT number, name, checksum, applied_at FROM schema_migrations ORDER BY number");
    ASSERT_EQ(rows.size(), 2U);
    RowReader second(rows[1]);
    EXPECT_EQ(second.integer(), 2);
    EXPECT_EQ(second.text(), "forks");
    EXPECT_EQ(second.text().size(), 16U);
    EXPECT_GE(second.instant(), before);
}

TEST_P(MigrationsContract, ALaterProgramAddsWhatIsMissing) {
    migrate(*connection_, "kitchen", kFirst);
    migrate(*connection_, "kitchen", kBoth);
    EXPECT_EQ(count("forks"), 2);
}

TEST_P(MigrationsContract, ALibraryMayAddToItsOwnRangeOfNumbers) {
    const std::vector<Migration> before = {{101, "forks", kForks}, {1, "spoons", kSpoons}};
    const std::vector<Migration> after = {
        {101, "forks", kForks}, {1, "spoons", kSpoons}, {2, "more", kMoreForks}};
    migrate(*connection_, "kitchen", before);
    migrate(*connection_, "kitchen", after);
    EXPECT_EQ(count("forks"), 3);
    EXPECT_EQ(count("schema_migrations"), 3);
}

TEST_P(MigrationsContract, ADatabaseOfANewerProgramIsRefused) {
    migrate(*connection_, "kitchen", kBoth);
    const std::string why = refusal(kFirst);
    EXPECT_NE(why.find("database of kitchen"), std::string::npos) << why;
    EXPECT_NE(why.find("migration 2 (forks)"), std::string::npos) << why;
    EXPECT_NE(why.find("newer program"), std::string::npos) << why;
}

TEST_P(MigrationsContract, AnOlderProgramRunsWhereANewerOneOnlyAdded) {
    migrate(*connection_, "kitchen", kBothAdding);
    std::vector<LogEvent> events;
    migrate(*connection_, "kitchen", kFirst,
            [&](const LogEvent& event) { events.push_back(event); });
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].severity, Severity::warning);
    EXPECT_NE(text_of(events[0]).find("migration 2 (forks)"), std::string::npos)
        << text_of(events[0]);
    migrate(*connection_, "kitchen", kBothAdding, [&](const auto& event) {
        ADD_FAILURE() << "the newer program reports " << text_of(event);
    });
    EXPECT_EQ(count("forks"), 2);
}

TEST_P(MigrationsContract, OneStepThatOlderProgramsCannotLiveWithRefusesThem) {
    auto all = kBothAdding;
    all.push_back({3, "more forks", kMoreForks});
    migrate(*connection_, "kitchen", all);
    const std::string why = refusal(kFirst);
    EXPECT_NE(why.find("migration 3 (more forks)"), std::string::npos) << why;
}

TEST_P(MigrationsContract, AStepMayBeSaidToOnlyAddAfterItWasApplied) {
    migrate(*connection_, "kitchen", kBoth);
    EXPECT_NE(refusal(kFirst), "not refused");
    migrate(*connection_, "kitchen", kBothAdding);
    EXPECT_EQ(refusal(kFirst), "not refused");
}

TEST_P(MigrationsContract, WhatOnlyAddsIsKnownWhileALaterStepFails) {
    auto all = kBothAdding;
    all.push_back({3, "broken", "CREATE NONSENSE", OlderPrograms::may_run});
    EXPECT_THROW(migrate(*connection_, "kitchen", all), Bug);
    EXPECT_EQ(count("schema_migrations"), 2);
    EXPECT_EQ(refusal(kFirst), "not refused");
}

TEST_P(MigrationsContract, AStepSaidToOnlyAddLaterIsKnownWhileALaterStepFails) {
    migrate(*connection_, "kitchen", kBoth);
    auto all = kBothAdding;
    all.push_back({3, "broken", "CREATE NONSENSE", OlderPrograms::may_run});
    EXPECT_THROW(migrate(*connection_, "kitchen", all), Bug);
    EXPECT_EQ(refusal(kFirst), "not refused");
}

TEST_P(MigrationsContract, WhereverAnUpgradeThatOnlyAddsIsKilledOlderProgramsRun) {
    bool killed = true;
    for (int writes = 0; killed; ++writes) {
        SCOPED_TRACE("killed after " + std::to_string(writes) + " writes");
        start_with_an_empty_database();
        migrate(*connection_, "kitchen", kFirst);
        killed = is_killed_after(writes, kTwoAdding);
        EXPECT_EQ(refusal(kFirst), "not refused");
        EXPECT_EQ(refusal(kTwoAdding), "not refused");
        EXPECT_EQ(count("schema_migrations"), 3);
        EXPECT_EQ(count("drawers"), 0);
        EXPECT_EQ(refusal(kFirst), "not refused");
    }
}

TEST_P(MigrationsContract, WhereDdlStaysAnOlderProgramRunsBesideAHalfDoneStepThatOnlyAdds) {
    if (!fixture_->why_ddl_stays()) GTEST_SKIP() << "a broken step leaves nothing behind";
    const std::vector<Migration> all = {{1, "spoons", kSpoons},
                                        {2, "knives",
                                         "CREATE TABLE knives (id BIGINT PRIMARY KEY); "
                                         "CREATE INDEX drawers_by_id ON drawers (id)",
                                         OlderPrograms::may_run}};
    EXPECT_THROW(migrate(*connection_, "kitchen", all), Bug);
    std::string warning;
    migrate(*connection_, "kitchen", kFirst,
            [&](const LogEvent& event) { warning += text_of(event); });
    EXPECT_NE(warning.find("a part of migration 2"), std::string::npos) << warning;

    connection_->execute("CREATE TABLE drawers (id BIGINT)");
    migrate(*connection_, "kitchen", all);
    EXPECT_EQ(count("knives"), 0);
    EXPECT_EQ(count("schema_under_way"), 0);
}

TEST_P(MigrationsContract, WhereDdlStaysAStepThatWasUndoneByHandMaySayOtherwise) {
    if (!fixture_->why_ddl_stays()) GTEST_SKIP() << "a broken step leaves nothing behind";
    const std::vector<Migration> broken = {
        {1, "spoons", kSpoons},
        {2, "forks", "CREATE TABLE forks (id BIGINT); CREATE NONSENSE", OlderPrograms::may_run}};
    EXPECT_THROW(migrate(*connection_, "kitchen", broken), Bug);
    connection_->execute("DROP TABLE forks");
    connection_->execute("DELETE FROM schema_under_way WHERE number = 2");
    migrate(*connection_, "kitchen", kBoth);
    EXPECT_NE(refusal(kFirst).find("migration 2 (forks)"), std::string::npos) << refusal(kFirst);
}

TEST_P(MigrationsContract, AnEditedMigrationIsRefusedAndNothingIsApplied) {
    migrate(*connection_, "kitchen", kFirst);
    const std::vector<Migration> edited = {
        {1, "spoons", "CREATE TABLE spoons (id BIGINT NOT NULL PRIMARY KEY, size BIGINT)"},
        {2, "forks", kForks}};
    const std::string why = refusal(edited);
    EXPECT_NE(why.find("migration 1 (spoons)"), std::string::npos) << why;
    EXPECT_EQ(count("schema_migrations"), 1);
    EXPECT_THROW(count("forks"), Bug);
}

TEST_P(MigrationsContract, NumbersAreUniqueAndPositive) {
    const std::vector<Migration> twice = {{1, "spoons", kSpoons}, {1, "forks", kForks}};
    EXPECT_THROW(migrate(*connection_, "kitchen", twice), Bug);
    const std::vector<Migration> zero = {{0, "spoons", kSpoons}};
    EXPECT_THROW(migrate(*connection_, "kitchen", zero), Bug);
}

TEST_P(MigrationsContract, ABrokenStepLeavesNothingBehind) {
    if (const auto why = fixture_->why_ddl_stays()) GTEST_SKIP() << *why;
    const std::vector<Migration> broken = {
        {1, "spoons", kSpoons},
        {2, "broken", "CREATE TABLE knives (id BIGINT PRIMARY KEY); CREATE NONSENSE"}};
    EXPECT_THROW(migrate(*connection_, "kitchen", broken), Bug);
    EXPECT_EQ(count("schema_migrations"), 1);
    EXPECT_THROW(count("knives"), Bug);
    migrate(*connection_, "kitchen", kBoth);
    EXPECT_EQ(count("forks"), 2);
}

TEST_P(MigrationsContract, WhereDdlStaysABrokenStepGoesOnOnceItsReasonIsGone) {
    if (!fixture_->why_ddl_stays()) GTEST_SKIP() << "a broken step leaves nothing behind";
    const std::vector<Migration> all = {
        {1, "spoons", kSpoons},
        {2, "knives",
         "CREATE TABLE knives (id BIGINT PRIMARY KEY); INSERT INTO drawers (id) VALUES (7); "
         "INSERT INTO knives (id) VALUES (1)"}};
    EXPECT_THROW(migrate(*connection_, "kitchen", all), Bug);
    const std::string why = refusal(all);
    EXPECT_NE(why.find("migration 2 (knives) of the database of kitchen"), std::string::npos)
        << why;
    EXPECT_NE(why.find("statement 2 of 3"), std::string::npos) << why;
    EXPECT_NE(why.find("drawers"), std::string::npos) << "the engine's own words: " << why;

    connection_->execute("CREATE TABLE drawers (id BIGINT PRIMARY KEY)");
    migrate(*connection_, "kitchen", all);
    EXPECT_EQ(count("drawers"), 1);
    EXPECT_EQ(count("knives"), 1);
    EXPECT_EQ(count("schema_migrations"), 2);
    EXPECT_EQ(count("schema_under_way"), 0);
}

TEST_P(MigrationsContract, WhereDdlStaysTheRefusalSaysHowAPersonEndsTheStep) {
    if (!fixture_->why_ddl_stays()) GTEST_SKIP() << "a broken step leaves nothing behind";
    // As if the process had been killed after the second statement and before it was remembered.
    const std::vector<Migration> broken = {
        {1, "forks",
         "CREATE TABLE forks (id BIGINT PRIMARY KEY); CREATE TABLE knives (id BIGINT)"}};
    connection_->execute("CREATE TABLE knives (id BIGINT)");
    EXPECT_THROW(migrate(*connection_, "kitchen", broken), Bug);
    const std::string why = refusal(broken);
    const std::string cure = "UPDATE schema_under_way SET statements = 2 WHERE number = 1";
    ASSERT_NE(why.find(cure), std::string::npos) << why;
    connection_->execute(cure);
    migrate(*connection_, "kitchen", broken);
    EXPECT_EQ(count("schema_migrations"), 1);
}

TEST_P(MigrationsContract, WhereDdlStaysAHalfDoneStepIsNotEditedEither) {
    if (!fixture_->why_ddl_stays()) GTEST_SKIP() << "a broken step leaves nothing behind";
    const std::vector<Migration> broken = {
        {1, "knives", "CREATE TABLE knives (id BIGINT PRIMARY KEY); CREATE NONSENSE"}};
    const std::vector<Migration> mended = {
        {1, "knives", "CREATE TABLE knives (id BIGINT PRIMARY KEY)"}};
    EXPECT_THROW(migrate(*connection_, "kitchen", broken), Bug);
    const std::string why = refusal(mended);
    EXPECT_NE(why.find("1 of its statements"), std::string::npos) << why;
    const std::string cure = "DELETE FROM schema_under_way WHERE number = 1";
    ASSERT_NE(why.find(cure), std::string::npos) << why;
    const std::vector<Migration> older = {{2, "spoons", kSpoons}};
    EXPECT_NE(refusal(older).find("newer program"), std::string::npos) << refusal(older);

    connection_->execute("DROP TABLE knives");
    connection_->execute(cure);
    migrate(*connection_, "kitchen", mended);
    EXPECT_EQ(count("knives"), 0);
}

TEST_P(MigrationsContract, ProcessesThatStartTogetherApplyEachStepOnce) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([this] {
            const auto connection = fixture_->open()->connect();
            migrate(*connection, "kitchen", kBoth);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(count("forks"), 2);
    EXPECT_EQ(count("schema_migrations"), 2);
}

}  // namespace

}  // namespace viaja::test
