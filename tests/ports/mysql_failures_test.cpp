// What a connection makes of a server that fails, refuses, locks or has ended it.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/contract/check.hpp"
#include "common/migrations/migrations.hpp"
#include "tests/ports/mysql_world.hpp"

namespace viaja::test {

namespace {

using MysqlFailures = MysqlWorld;

TEST_F(MysqlFailures, AConnectionThatDoesNotWaitForRowsGetsLockedAtOnce) {
    const auto holder = connect();
    holder->begin();
    lock_one(*holder, kThings, a_);
    connection_->never_wait_for_rows();
    // A server that waits for the lock would end this loop long after the test's time.
    for (int i = 0; i < 200; ++i) {
        Transaction transaction(*connection_);
        EXPECT_EQ(lock_one(*connection_, kThings, b_).size(), 1U);
        EXPECT_THROW(lock_one(*connection_, kThings, a_), Locked);
    }
    holder->rollback();
    Transaction transaction(*connection_);
    EXPECT_EQ(lock_one(*connection_, kThings, a_).size(), 1U);
}

TEST_F(MysqlFailures, WhatAFrozenProcessHasLockedIsFreeOnceItsConnectionsAreEnded) {
    MysqlDatabase frozen_database(settings_);
    const auto reader = frozen_database.connect();
    const auto decider = frozen_database.connect();
    EXPECT_TRUE(frozen_database.deciding_connections().empty());
    decider->never_wait_for_rows();
    decider->begin();
    lock_one(*decider, kThings, a_);
    const auto numbers = frozen_database.deciding_connections();
    EXPECT_EQ(numbers, std::vector{id_of(*decider)});

    const MysqlDatabase other(settings_);
    const std::vector<std::int64_t> with_unknown = {2'000'000'000, numbers.front()};
    other.end_connections(with_unknown);
    wait_for_end_of(numbers.front());
    connection_->never_wait_for_rows();
    {
        Transaction transaction(*connection_);
        EXPECT_EQ(lock_one(*connection_, kThings, a_).size(), 1U);
    }
    decider->rollback();
    decider->begin();
    EXPECT_NE(frozen_database.deciding_connections(), numbers) << "its new connection";
    decider->rollback();
    EXPECT_EQ(find_one(*reader, kThings, a_).size(), 1U);
}

TEST_F(MysqlFailures, ACommitWithHeldBackWritesThatIsCutOffIsUncertainAndTheRowTells) {
    for (const bool arrives : {false, true}) {
        TcpProxy proxy(settings_.port);
        const auto victim = through(proxy);
        const auto number_of_victim = id_of(*victim);
        victim->hold_writes_back();
        victim->begin();
        put_one(*victim, kThings, thing("a", 7));
        put_one(*victim, kThings, thing("b", 7));
        if (arrives) {
            proxy.cut_after("COMMIT");
        } else {
            proxy.cut_before("COMMIT");
        }
        EXPECT_THROW(victim->commit(), Uncertain);
        victim->rollback();
        wait_for_end_of(number_of_victim);  // it may still commit
        EXPECT_EQ(number("a") + number("b"), arrives ? 14 : 2);
        Transaction transaction(*victim);
        EXPECT_EQ(lock_one(*victim, kThings, a_).size(), 1U) << "it goes on";
    }
}

TEST_F(MysqlFailures, AConflictBeforeTheCommitOfHeldBackWritesIsNoDoubt) {
    connection_->hold_writes_back();
    for (int i = 0; i < 3; ++i) {
        EXPECT_THROW(
            {
                Transaction transaction(*connection_);
                put_one(*connection_, kThings, thing("b", 5));
                insert_one(*connection_, kThings, thing("a", 2));
                transaction.commit();
            },
            Conflict);
        EXPECT_EQ(number("a") + number("b"), 2);
    }
}

TEST_F(MysqlFailures, AnErrorOfStatementsThatTravelTogetherNamesTheOneThatFailedWithoutValues) {
    const Value secret = std::string("tok_4711");
    connection_->execute(
        "CREATE TABLE narrow (id VARCHAR(64) PRIMARY KEY, number BIGINT, content "
        "MEDIUMTEXT, nick VARCHAR(3))");
    const Table narrow{"narrow", kThingColumns, 1};
    const Table missing{"missing", kThingColumns, 1};
    const auto error_of = [&](const std::function<void()>& work) {
        Transaction transaction(*connection_);
        try {
            work();
            transaction.commit();
        } catch (const Bug& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    connection_->hold_writes_back();
    const auto of_commit = error_of([&] {
        put_one(*connection_, kThings, thing("c", 1, secret));
        put_one(*connection_, narrow, thing("d", 1, secret, secret));
    });
    const auto of_load = error_of([&] {
        const std::vector<WantedRows> wanted = {{&kThings, "id", {secret}, true},
                                                {&missing, "id", {secret}, true}};
        connection_->load(wanted);
    });
    EXPECT_NE(of_commit.find("INSERT INTO narrow"), std::string::npos) << of_commit;
    EXPECT_NE(of_load.find("FROM missing"), std::string::npos) << of_load;
    for (const auto& text : {of_commit, of_load}) {
        EXPECT_EQ(text.find("tok_4711"), std::string::npos) << text;
        EXPECT_NE(text.find('?'), std::string::npos) << text;
    }
}

TEST_F(MysqlFailures, AnErrorThatIsNoMistakeOfAStatementIsNoBug) {
    const auto raise = [&](int code) {
        connection_->query("SELECT 1");
        try {
            connection_->execute("SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = " +
                                 std::to_string(code) + ", MESSAGE_TEXT = 'raised'");
        } catch (const Unavailable&) {
            return std::string("unavailable");
        } catch (const Failed&) {
            return std::string("failed");
        } catch (const Bug&) {
            return std::string("bug");
        }
        return std::string("nothing");
    };
    for (const int code : {1021, 1026, 1030, 1114, 1290, 1836})
        EXPECT_EQ(raise(code), "unavailable") << code;
    for (const int code : {1105, 1153, 3101, 1180, 1815, 3100})
        EXPECT_EQ(raise(code), "failed") << code;
    for (const int code : {1048, 1064, 1264, 1366, 1406})
        EXPECT_EQ(raise(code), "bug") << code;
}

TEST_F(MysqlFailures, AServerThatIsReadOnlyCanBeReadAndNotWritten) {
    const auto administrator = server_.administrator();
    const std::string user = "writer_" + name_;
    administrator->execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'x'");
    administrator->execute("GRANT ALL ON " + name_ + ".* TO '" + user + "'@'%'");
    MysqlSettings settings = settings_;
    settings.user = user;
    settings.password = "x";
    const auto connection = MysqlDatabase(settings).connect();
    migrate(*connection, "test", {});
    prove_writable(*connection);
    administrator->execute("SET GLOBAL read_only = 1");
    EXPECT_EQ(find_one(*connection, kThings, a_), Rows{thing("a", 1)});
    EXPECT_THROW(prove_writable(*connection), Unavailable);
    administrator->execute("SET GLOBAL read_only = 0");
    prove_writable(*connection);
    administrator->execute("DROP USER '" + user + "'@'%'");
}

TEST_F(MysqlFailures, AReadOutsideOfTransactionsDoesNotNoticeThatItsConnectionWasKilled) {
    const auto never_began = connect();
    kill(id_of(*never_began));
    EXPECT_EQ(find_one(*never_began, kThings, a_), Rows{thing("a", 1)});
    const auto began = connect();
    began->begin();
    began->commit();
    kill(id_of(*began));
    EXPECT_GT(began->now(), Instant{});
    kill(id_of(*began));
    EXPECT_EQ(began->query("SELECT COUNT(*) FROM things"), (Rows{{std::int64_t{2}}}));
    TcpProxy proxy(settings_.port);
    const auto cut = through(proxy);
    cut->begin();
    cut->commit();
    proxy.cut_after("COMMIT");
    EXPECT_EQ(find_one(*cut, kThings, a_), Rows{thing("a", 1)}) << "its COMMIT decides nothing";
}

TEST_F(MysqlFailures, AReadThatCannotConnectAnewIsUnavailable) {
    std::optional<TcpProxy> proxy(std::in_place, settings_.port);
    auto settings = settings_;
    settings.port = proxy->port();
    settings.silence = std::chrono::seconds(2);
    const auto victim = MysqlDatabase(settings).connect();
    proxy.reset();
    // Silent for half of that, it connects anew before it asks.
    const auto then = std::chrono::steady_clock::now() + settings.silence / 2;
    while (std::chrono::steady_clock::now() <= then)
        std::this_thread::yield();
    EXPECT_THROW(find_one(*victim, kThings, a_), Unavailable);
    EXPECT_THROW(find_one(*victim, kThings, a_), Unavailable);
}

TEST_F(MysqlFailures, AWriteOutsideOfTransactionsIsNotRepeated) {
    const auto victim = connect();
    kill(id_of(*victim));
    EXPECT_THROW(victim->execute("UPDATE things SET number = number + 1"), Uncertain);
    EXPECT_EQ(number("a"), 1);
}

}  // namespace

}  // namespace viaja::test
