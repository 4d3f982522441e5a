// What common/ports/database.hpp promises about transactions, connections and time, on every
// adapter.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/contract_tables.hpp"
#include "tests/ports/fixtures.hpp"

namespace viaja::test {

namespace {

class TransactionContract : public testing::TestWithParam<Factory<DatabaseFixture>> {
  protected:
    TransactionContract() { connection_->execute(kMakeThings); }

    static std::int64_t number_of(const Rows& rows) {
        check(rows.size() == 1, "exactly one row was expected");
        RowReader reader(rows[0]);
        reader.text();
        return reader.integer();
    }

    std::unique_ptr<DatabaseFixture> fixture_ = GetParam().make();
    std::unique_ptr<Database> database_ = fixture_->open();
    std::unique_ptr<Connection> connection_ = database_->connect();
    const Value key_ = std::string("a");
};

INSTANTIATE_TEST_SUITE_P(Adapters, TransactionContract, testing::ValuesIn(database_factories()),
                         adapter_name);

TEST_P(TransactionContract, ACommitIsSeenByAnotherConnection) {
    const auto other = fixture_->open()->connect();
    {
        Transaction transaction(*connection_);
        insert_one(*connection_, kThings, thing("a", 1));
        EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), 1) << "its own write";
        transaction.commit();
    }
    EXPECT_EQ(number_of(find_one(*other, kThings, key_)), 1);
    put_one(*other, kThings, thing("a", 2));
    EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), 2);
}

TEST_P(TransactionContract, WithoutCommitNothingStays) {
    insert_one(*connection_, kThings, thing("a", 1));
    try {
        Transaction transaction(*connection_);
        put_one(*connection_, kThings, thing("a", 2));
        insert_one(*connection_, kThings, thing("b", 2));
        throw std::runtime_error("the decision failed");
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "the decision failed");
    }
    EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), 1);
    EXPECT_TRUE(find_one(*connection_, kThings, std::string("b")).empty());
}

TEST_P(TransactionContract, AConnectionThatGoesAwayTakesItsTransactionWithIt) {
    {
        const auto other = database_->connect();
        other->begin();
        insert_one(*other, kThings, thing("a", 1));
    }
    EXPECT_TRUE(find_one(*connection_, kThings, key_).empty());
    insert_one(*connection_, kThings, thing("a", 2));
}

TEST_P(TransactionContract, AfterAnErrorOnlyRollbackIsLeft) {
    insert_one(*connection_, kThings, thing("a", 1));
    connection_->begin();
    insert_one(*connection_, kThings, thing("b", 1));
    EXPECT_THROW(insert_one(*connection_, kThings, thing("a", 2)), Conflict);
    EXPECT_THROW(find_one(*connection_, kThings, key_), Bug);
    EXPECT_THROW(insert_one(*connection_, kThings, thing("c", 1)), Bug);
    EXPECT_THROW(connection_->execute("DELETE FROM things"), Bug);
    EXPECT_THROW(connection_->commit(), Bug);
    EXPECT_THROW(connection_->begin(), Bug);
    connection_->rollback();
    EXPECT_TRUE(find_one(*connection_, kThings, std::string("b")).empty());

    Transaction transaction(*connection_);
    put_one(*connection_, kThings, thing("a", 3));
    transaction.commit();
    EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), 3);
}

TEST_P(TransactionContract, TransactionsDoNotNestAndCommitNeedsOne) {
    EXPECT_THROW(connection_->commit(), Bug);
    connection_->rollback();  // without a transaction this does nothing
    connection_->begin();
    EXPECT_THROW(connection_->begin(), Bug);
    connection_->rollback();
    connection_->begin();
    connection_->commit();
}

TEST_P(TransactionContract, AReaderSeesTheLastCommittedStateBesideAWriter) {
    if (const auto why = fixture_->why_readers_wait()) GTEST_SKIP() << *why;
    insert_one(*connection_, kThings, thing("a", 1));
    const auto reader = database_->connect();
    Transaction transaction(*connection_);
    lock_one(*connection_, kThings, key_);
    put_one(*connection_, kThings, thing("a", 2));
    EXPECT_EQ(number_of(find_one(*reader, kThings, key_)), 1);
    transaction.commit();
    EXPECT_EQ(number_of(find_one(*reader, kThings, key_)), 2);
}

TEST_P(TransactionContract, AWaitInVainForALockIsAConflict) {
    insert_one(*connection_, kThings, thing("a", 1));
    const auto other = fixture_->open()->connect();
    Transaction transaction(*connection_);
    lock_one(*connection_, kThings, key_);
    EXPECT_THROW(
        {
            Transaction second(*other);
            lock_one(*other, kThings, key_);
        },
        Conflict);
    put_one(*connection_, kThings, thing("a", 2));
    transaction.commit();

    Transaction second(*other);
    EXPECT_EQ(number_of(lock_one(*other, kThings, key_)), 2) << "a conflict breaks nothing";
}

TEST_P(TransactionContract, OfTwoInsertsOfOneKeyTheSecondGetsAConflict) {
    std::atomic<bool> conflict = false;
    std::thread second;
    {
        Transaction transaction(*connection_);
        insert_one(*connection_, kThings, thing("a", 1));
        second = std::thread([this, &conflict] {
            const auto other = fixture_->open()->connect();
            try {
                Transaction late(*other);
                insert_one(*other, kThings, thing("a", 2));
                late.commit();
            } catch (const Conflict&) {
                conflict = true;
            }
        });
        transaction.commit();
    }
    second.join();
    EXPECT_TRUE(conflict);
    EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), 1);
}

TEST_P(TransactionContract, NoUpdateIsLostWhenManyThreadsReadAndWrite) {
    constexpr int kThreads = 6;
    constexpr int kRounds = 25;
    insert_one(*connection_, kThings, thing("a", 0));
    insert_one(*connection_, kThings, thing("b", 0));
    const auto add_one_to_each = [](Connection& connection) {
        Transaction transaction(connection);
        const Values keys{std::string("b"), std::string("a")};
        Rows rows = connection.lock(kThings, "id", keys);
        for (Values& row : rows)
            row[1] = std::get<std::int64_t>(row[1]) + 1;
        connection.put(kThings, rows);
        transaction.commit();
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([this, &add_one_to_each, i] {
            // Some share a Database, some are as far from each other as processes are.
            const auto connection = i % 2 == 0 ? database_->connect() : fixture_->open()->connect();
            for (int round = 0; round < kRounds;) {
                try {
                    add_one_to_each(*connection);
                    ++round;
                } catch (const Conflict&) {
                    // The same round once more, as the port says.
                }
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(number_of(find_one(*connection_, kThings, key_)), kThreads * kRounds);
    EXPECT_EQ(number_of(find_one(*connection_, kThings, std::string("b"))), kThreads * kRounds);
}

TEST_P(TransactionContract, ManyThreadsConnectAtOnce) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
        threads.emplace_back([this, i] {
            const auto connection = fixture_->open()->connect();
            insert_one(*connection, kThings, thing("k" + std::to_string(i), i));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const Rows rows = connection_->query("SELECT COUNT(*) FROM things");
    EXPECT_EQ(RowReader(rows.at(0)).integer(), 12);
}

TEST_P(TransactionContract, NowMovesOnWithinATransactionAndNeverBack) {
    Transaction transaction(*connection_);
    const Instant start = connection_->now();
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    Instant latest = start;
    while (latest == start && std::chrono::steady_clock::now() < give_up) {
        const Instant now = connection_->now();
        ASSERT_GE(now, latest);
        latest = now;
    }
    EXPECT_GT(latest, start) << "now is not the time at which the transaction began";
    const auto wall = std::chrono::system_clock::now();
    EXPECT_LT(std::chrono::abs(wall - latest), std::chrono::minutes(5)) << "now is in UTC";
}

TEST_P(TransactionContract, WhileTheServerIsDownConnectingIsUnavailable) {
    if (const auto why = fixture_->cannot(Disturbance::away)) GTEST_SKIP() << *why;
    insert_one(*connection_, kThings, thing("a", 1));
    connection_.reset();
    fixture_->disturb(Disturbance::away);
    EXPECT_THROW(database_->connect(), Unavailable);
    fixture_->restore();
    EXPECT_EQ(number_of(find_one(*database_->connect(), kThings, key_)), 1);
}

TEST_P(TransactionContract, AFrozenServerIsUnavailableAndItsCommitUncertain) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    connection_->begin();
    insert_one(*connection_, kThings, thing("a", 1));
    fixture_->disturb(Disturbance::frozen);
    EXPECT_THROW(connection_->commit(), Uncertain);
    connection_->rollback();
    EXPECT_THROW(connection_->begin(), Unavailable);
    EXPECT_THROW(database_->connect(), Unavailable);
    fixture_->restore();
    Transaction transaction(*connection_);
    EXPECT_LE(find_one(*connection_, kThings, key_).size(), 1U) << "the row says what became of it";
    transaction.commit();
}

TEST_P(TransactionContract, AfterARestartTheNextTransactionConnectsAgain) {
    if (const auto why = fixture_->cannot(Disturbance::restarted)) GTEST_SKIP() << *why;
    connection_->begin();
    insert_one(*connection_, kThings, thing("a", 1));
    fixture_->disturb(Disturbance::restarted);
    EXPECT_THROW(insert_one(*connection_, kThings, thing("b", 1)), Unavailable);
    connection_->rollback();
    Transaction transaction(*connection_);
    EXPECT_TRUE(find_one(*connection_, kThings, key_).empty());
    transaction.commit();
}

}  // namespace

}  // namespace viaja::test
