// What is MySQL's own: deadlocks, connections that break at the worst moment, frozen holders of
// locks, what the server is told at the start.

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "common/adapters/mysql/mysql_connection.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/mysql_world.hpp"

namespace viaja::test {

namespace {

using MysqlTest = MysqlWorld;

TEST_F(MysqlTest, ATransactionSeesWhatOthersCommittedMeanwhile) {
    const auto other = connect();
    Transaction transaction(*other);
    EXPECT_EQ(find_one(*other, kThings, a_), Rows{thing("a", 1)});
    put_one(*connection_, kThings, thing("a", 2));
    EXPECT_EQ(find_one(*other, kThings, a_), Rows{thing("a", 2)}) << "READ COMMITTED";
}

TEST_F(MysqlTest, OfTwoInADeadlockOneGetsAConflictAndTheOtherGoesOn) {
    std::latch both_have_one(2);
    std::atomic<int> conflicts = 0;
    const auto lock_both = [&](const Value& first, const Value& second) {
        const auto connection = connect();
        try {
            Transaction transaction(*connection);
            lock_one(*connection, kThings, first);
            both_have_one.arrive_and_wait();
            Rows rows = lock_one(*connection, kThings, second);
            rows.at(0).at(1) = std::int64_t{7};
            connection->put(kThings, rows);
            transaction.commit();
        } catch (const Conflict&) {
            ++conflicts;
            // The connection is as good as before.
            EXPECT_EQ(find_one(*connection, kThings, first).size(), 1U);
        }
    };
    std::jthread one([&] { lock_both(a_, b_); });
    std::jthread two([&] { lock_both(b_, a_); });
    one.join();
    two.join();
    EXPECT_EQ(conflicts, 1);
    EXPECT_EQ(number("a") + number("b"), 8);
}

TEST_F(MysqlTest, AfterALockWaitInVainNothingStaysLocked) {
    const auto patient = connect();
    const auto third = connect();
    connection_->begin();
    lock_one(*connection_, kThings, a_);
    patient->begin();
    lock_one(*patient, kThings, b_);
    EXPECT_THROW(lock_one(*patient, kThings, a_), Conflict);
    patient->rollback();
    Transaction transaction(*third);
    EXPECT_EQ(lock_one(*third, kThings, b_).size(), 1U)
        << "the server itself would have kept this lock: 1205 ends the statement only";
    connection_->rollback();
}

TEST_F(MysqlTest, AConnectionKilledInATransactionIsUnavailableAndThenMadeAnew) {
    const auto victim = connect();
    const std::int64_t id = id_of(*victim);
    victim->begin();
    put_one(*victim, kThings, thing("a", 2));
    kill(id);
    EXPECT_THROW(put_one(*victim, kThings, thing("b", 2)), Unavailable);
    EXPECT_THROW(victim->commit(), Bug);
    victim->rollback();
    EXPECT_EQ(number("a"), 1);
    Transaction transaction(*victim);
    put_one(*victim, kThings, thing("a", 3));
    transaction.commit();
    EXPECT_EQ(number("a"), 3);
    EXPECT_NE(id_of(*victim), id);
}

TEST_F(MysqlTest, AConnectionKilledBeforeItsCommitIsUncertainAndTheRowTells) {
    const auto victim = connect();
    victim->begin();
    put_one(*victim, kThings, thing("a", 2));
    kill(id_of(*victim));
    EXPECT_THROW(victim->commit(), Uncertain);
    victim->rollback();
    EXPECT_EQ(number("a"), 1);
    put_one(*victim, kThings, thing("a", 3));
    EXPECT_EQ(number("a"), 3);
}

TEST_F(MysqlTest, ACommitThatNeverArrivedIsUncertainAndTheRowTells) {
    TcpProxy proxy(settings_.port);
    const auto victim = through(proxy);
    victim->begin();
    put_one(*victim, kThings, thing("a", 2));
    proxy.cut_before("COMMIT");
    EXPECT_THROW(victim->commit(), Uncertain);
    victim->rollback();
    EXPECT_EQ(number("a"), 1);
}

TEST_F(MysqlTest, ACommitWhoseAnswerIsLostIsUncertainAndTheRowTells) {
    TcpProxy proxy(settings_.port);
    const auto victim = through(proxy);
    victim->begin();
    put_one(*victim, kThings, thing("a", 2));
    proxy.cut_after("COMMIT");
    EXPECT_THROW(victim->commit(), Uncertain);
    victim->rollback();
    EXPECT_EQ(number("a"), 2);
    Transaction transaction(*victim);
    EXPECT_EQ(lock_one(*victim, kThings, a_), Rows{thing("a", 2)});
}

TEST_F(MysqlTest, AConnectionKilledAfterItsCommitLosesNothing) {
    const auto victim = connect();
    {
        Transaction transaction(*victim);
        put_one(*victim, kThings, thing("a", 2));
        transaction.commit();
    }
    kill(id_of(*victim));
    EXPECT_THROW(
        {
            Transaction transaction(*victim);
            find_one(*victim, kThings, a_);
        },
        Unavailable);
    EXPECT_EQ(find_one(*victim, kThings, a_), Rows{thing("a", 2)});
}

TEST_F(MysqlTest, AWriteOutsideOfTransactionsWhoseAnswerIsLostIsUncertain) {
    TcpProxy proxy(settings_.port);
    const auto never_began = through(proxy);
    proxy.cut_after("UPDATE things");
    EXPECT_THROW(never_began->execute("UPDATE things SET number = 5 WHERE id = 'a'"), Uncertain);
    EXPECT_EQ(number("a"), 5);

    const auto began = through(proxy);
    began->begin();
    began->commit();
    proxy.cut_after("COMMIT");
    EXPECT_THROW(began->execute("UPDATE things SET number = 6 WHERE id = 'a'"), Uncertain);
    EXPECT_EQ(number("a"), 6);
    began->begin();
    began->commit();
    proxy.cut_before("UPDATE things");
    EXPECT_THROW(began->execute("UPDATE things SET number = 7 WHERE id = 'a'"), Unavailable);
    EXPECT_EQ(number("a"), 6);
}

TEST_F(MysqlTest, CallsOutsideOfTransactionsLeaveNoneOpen) {
    connection_->begin();
    connection_->commit();
    put_one(*connection_, kThings, thing("a", 2));
    connection_->execute("UPDATE things SET number = 3 WHERE id = 'b'");
    find_one(*connection_, kThings, a_);
    connection_->query("SELECT COUNT(*) FROM things");
    // An open transaction would keep this from happening for ever.
    connect()->execute("ALTER TABLE things ADD COLUMN size BIGINT");
}

TEST_F(MysqlTest, ARestartedServerIsMetWithoutItsPreparedStatements) {
    if (const auto why = server_.cannot_be_disturbed()) GTEST_SKIP() << *why;
    EXPECT_EQ(find_one(*connection_, kThings, a_), Rows{thing("a", 1)});
    server_.disturb(Disturbance::restarted);
    EXPECT_EQ(find_one(*connection_, kThings, a_), Rows{thing("a", 1)});
}

TEST_F(MysqlTest, TheLocksOfAFrozenHolderEnd) {
    MysqlSettings settings = settings_;
    settings.silence = std::chrono::seconds(2);
    const auto frozen = MysqlDatabase(settings).connect();
    frozen->begin();
    lock_one(*frozen, kThings, a_);
    put_one(*frozen, kThings, thing("a", 2));
    bool locked = false;
    while (!locked) {
        try {
            Transaction transaction(*connection_);
            EXPECT_EQ(lock_one(*connection_, kThings, a_), Rows{thing("a", 1)});
            locked = true;
        } catch (const Conflict&) {
            // The holder's time is not up yet.
        }
    }
    EXPECT_THROW(frozen->commit(), Uncertain);
    frozen->rollback();
    EXPECT_EQ(number("a"), 1);
}

TEST_F(MysqlTest, MariadbEndsThePipelinesTransactionAfterASecondWithoutAStatement) {
    const auto version = RowReader(connection_->query("SELECT VERSION()", {}).at(0)).text();
    if (version.find("MariaDB") == std::string::npos) GTEST_SKIP() << "the server is MySQL";
    const auto frozen = connect();
    frozen->never_wait_for_rows();
    frozen->begin();
    const auto limit = frozen->query("SELECT @@idle_transaction_timeout", {});
    EXPECT_EQ(RowReader(limit.at(0)).integer(), 1);
    lock_one(*frozen, kThings, a_);
    put_one(*frozen, kThings, thing("a", 2));
    wait_for_end_of(id_of(*frozen));
    EXPECT_THROW(frozen->commit(), Uncertain);
    frozen->rollback();
    EXPECT_EQ(number("a"), 1);
    Transaction transaction(*frozen);
    EXPECT_EQ(lock_one(*frozen, kThings, a_).size(), 1U) << "it goes on with a new connection";
}

TEST_F(MysqlTest, AConnectionThatWasIdleForLongIsReplacedWithoutAnError) {
    MysqlSettings settings = settings_;
    settings.silence = std::chrono::seconds(2);
    const auto silent = MysqlDatabase(settings).connect();
    silent->begin();
    silent->commit();
    const std::int64_t id = id_of(*silent);
    wait_for_end_of(id);
    Transaction transaction(*silent);
    EXPECT_EQ(lock_one(*silent, kThings, a_).size(), 1U);
    transaction.commit();
}

TEST_F(MysqlTest, AConnectionLostWhileTheSchemaChangesIsNotMadeAnewWithoutTheServersLock) {
    const auto changing = connect();
    EXPECT_THROW(changing->change_schema([&] {
        kill(id_of(*changing));
        EXPECT_THROW(changing->execute("CREATE TABLE fresh (id BIGINT)"), Uncertain);
        changing->execute("CREATE TABLE fresh (id BIGINT)");
    }),
                 Unavailable);
    changing->change_schema([&] { changing->execute("CREATE TABLE fresh (id BIGINT)"); });
}

TEST_F(MysqlTest, OneConnectionWorksOnManyThreads) {
    for (int i = 0; i < 8; ++i) {
        std::thread([this, i] { put_one(*connection_, kThings, thing("a", i)); }).join();
    }
    EXPECT_EQ(number("a"), 7);
}

TEST_F(MysqlTest, TheMemoryOfStatementsIsBounded) {
    MysqlConnection connection(settings_, std::make_shared<DecidingConnections>());
    for (int i = 0; i < 600; ++i) {
        const Value key = std::int64_t{i};
        connection.query("SELECT id FROM things WHERE number = ? + " + std::to_string(i),
                         std::span(&key, 1));
    }
    EXPECT_LE(connection.prepared_statements(), 256U);
    EXPECT_EQ(find_one(connection, kThings, a_).size(), 1U);
}

TEST_F(MysqlTest, WhatIsNeitherIntegerNorTextIsABugAndTheConnectionGoesOn) {
    for (const char* sql :
         {"SELECT 1.5", "SELECT 1e3", "SELECT NOW()", "SELECT 9223372036854775807 + 1.0"}) {
        EXPECT_THROW(connection_->query(sql), Bug) << sql;
    }
    const Rows rows = connection_->query("SELECT -12.00, EXISTS (SELECT id FROM things), NULL");
    EXPECT_EQ(rows, (Rows{{std::int64_t{-12}, std::int64_t{1}, nullptr}}));
}

TEST_F(MysqlTest, TextThatDoesNotFitIsABugAndNotCutOff) {
    EXPECT_THROW(put_one(*connection_, kThings, thing(std::string(65, 'x'), 1)), Bug);
    EXPECT_THROW(put_one(*connection_, kThings, thing("c", 1, std::string("\xff\xfe"))), Bug);
    EXPECT_EQ(connection_->query("SELECT id FROM things").size(), 2U);
}

TEST_F(MysqlTest, LiteralsMeanWhatTheyMeanInSqlite) {
    const Rows rows = connection_->query("SELECT 'a' || '\\n' || 'b', 'it''s'");
    EXPECT_EQ(rows, (Rows{{std::string("a\\nb"), std::string("it's")}}));
}

TEST_F(MysqlTest, WhateverALoginIsRefusedForNoInputIsToBlame) {
    const auto administrator = server_.administrator();
    const std::string user = "locked_" + name_;
    administrator->execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'x' ACCOUNT LOCK");
    MysqlSettings locked = settings_;
    locked.user = user;
    locked.password = "x";
    // MariaDB's number for it, and MySQL's.
    const auto why = refusal(locked);
    EXPECT_TRUE(why.find("4151") != why.npos || why.find("3118") != why.npos) << why;
    administrator->execute("DROP USER '" + user + "'@'%'");
}

TEST_F(MysqlTest, ARefusedLoginIsReportedWithItsReason) {
    MysqlSettings wrong = settings_;
    wrong.password = "guessed";
    EXPECT_NE(refusal(wrong).find("1045"), std::string::npos) << refusal(wrong);
    EXPECT_EQ(refusal(wrong).find("guessed"), std::string::npos);
    MysqlSettings nowhere = settings_;
    nowhere.database = "nowhere";
    EXPECT_NE(refusal(nowhere).find("nowhere"), std::string::npos) << refusal(nowhere);
    MysqlSettings closed = settings_;
    closed.port = 1;
    EXPECT_NE(refusal(closed).find("127.0.0.1:1 without TLS,"), std::string::npos)
        << refusal(closed);
    MysqlSettings unknown = settings_;
    unknown.host = "no-such-host.invalid";
    EXPECT_NE(refusal(unknown).find("no-such-host"), std::string::npos) << refusal(unknown);
}

}  // namespace

}  // namespace viaja::test
