// What is Redis's own: a server that is wiped, frozen, restarted, full, or does not know us.

#include <gtest/gtest.h>

#include <thread>

#include "common/adapters/redis/redis_lock.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/redis_server.hpp"
#include "tests/ports/tcp_proxy.hpp"

namespace viaja::test {

namespace {

using std::chrono::milliseconds;
using Keys = std::vector<std::string>;
using Granted = std::vector<bool>;

constexpr milliseconds kLong{60'000};

class RedisLockTest : public testing::Test {
  protected:
    void SetUp() override { server_.start_afresh(); }

    RedisSettings through(const TcpProxy& proxy) const {
        RedisSettings settings = server_.settings();
        settings.port = proxy.port();
        return settings;
    }
    /// What the first call says that is refused.
    static std::string refusal(const RedisSettings& settings) {
        RedisLock lock(settings);
        const Keys keys{"a"};
        try {
            lock.try_lock(keys, "first", kLong);
        } catch (const Unavailable& error) {
            return error.what();
        }
        return "not refused";
    }

    RedisServer& server_ = RedisServer::instance();
    const Keys keys_{"a", "b"};
};

TEST_F(RedisLockTest, AfterAWipeTheFormerHolderFreesNothing) {
    RedisLock first(server_.settings());
    RedisLock second(server_.settings());
    EXPECT_EQ(first.try_lock(keys_, "first", kLong), (Granted{true, true}));
    server_.run({"FLUSHALL"});
    EXPECT_EQ(second.try_lock(keys_, "second", kLong), (Granted{true, true}));
    first.unlock(keys_, "first");
    EXPECT_EQ(first.try_lock(keys_, "third", kLong), (Granted{false, false}));
}

TEST_F(RedisLockTest, WhatASilentHolderHasIsForgottenOnRequest) {
    RedisLock holder(server_.settings());
    RedisLock other(server_.settings());
    EXPECT_EQ(holder.try_lock(keys_, "first", kLong), (Granted{true, true}));
    other.forget(std::span(keys_).first(1));
    EXPECT_EQ(other.try_lock(keys_, "second", kLong), (Granted{true, false}));
    holder.unlock(keys_, "first");
    EXPECT_EQ(holder.try_lock(keys_, "third", kLong), (Granted{false, true}));
}

TEST_F(RedisLockTest, ALockIsAKeyWithAPrefixAnOwnerAndAnEnd) {
    RedisLock lock(server_.settings());
    lock.try_lock(keys_, "first", kLong);
    EXPECT_EQ(server_.run({"GET", "viaja:lock:a"}), "first");
    const std::string question = "return redis.call('PTTL', 'viaja:lock:a') > 50000 and 'y' or 'n'";
    EXPECT_EQ(server_.run({"EVAL", question, "0"}), "y");
}

TEST_F(RedisLockTest, AScriptThatTheServerLostIsSentAgain) {
    RedisLock lock(server_.settings());
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(lock.try_lock(keys_, "first", kLong), (Granted{true, true}));
        server_.run({"SCRIPT", "FLUSH"});
        lock.unlock(keys_, "first");
    }
    EXPECT_EQ(lock.try_lock(keys_, "second", kLong), (Granted{true, true}));
    EXPECT_TRUE(lock.available());
}

TEST_F(RedisLockTest, AfterARestartTheSecondCallConnectsAgain) {
    RedisLock lock(server_.settings());
    EXPECT_TRUE(lock.available());
    server_.disturb(Disturbance::restarted);
    EXPECT_THROW(lock.try_lock(keys_, "first", kLong), Unavailable);
    EXPECT_FALSE(lock.available());
    EXPECT_EQ(lock.try_lock(keys_, "second", kLong), (Granted{true, true}));
    EXPECT_TRUE(lock.available());
}

TEST_F(RedisLockTest, AFrozenServerIsAskedOnceAPause) {
    TcpProxy proxy(server_.settings().port);
    RedisSettings settings = through(proxy);
    settings.pause = std::chrono::hours(1);
    RedisLock lock(settings);
    EXPECT_EQ(proxy.connections(), 1);
    server_.disturb(Disturbance::frozen);
    for (int i = 0; i < 1'000; ++i) {
        EXPECT_THROW(lock.try_lock(keys_, "first", kLong), Unavailable);
        lock.unlock(keys_, "first");
    }
    EXPECT_FALSE(lock.ping());
    server_.restore();
    EXPECT_EQ(proxy.connections(), 1) << "within the pause it does not connect again";
    RedisLock other(server_.settings());
    EXPECT_EQ(other.try_lock(keys_, "other", kLong), (Granted{false, false}))
        << "the one request that was sent is served when the server goes on";
}

TEST_F(RedisLockTest, WhatAFrozenServerLockedInTheEndIsFreedByTheNextCall) {
    RedisLock lock(server_.settings());
    server_.disturb(Disturbance::frozen);
    EXPECT_THROW(lock.try_lock(keys_, "first", kLong), Unavailable);
    server_.restore();
    const Keys others{"c"};
    EXPECT_EQ(lock.try_lock(others, "second", kLong), Granted{true});
    RedisLock other(server_.settings());
    EXPECT_EQ(other.try_lock(keys_, "third", kLong), (Granted{true, true}));
}

TEST_F(RedisLockTest, KeysWhoseAnswerWasLostAreFreedByTheNextCall) {
    TcpProxy proxy(server_.settings().port);
    RedisLock lock(through(proxy));
    RedisLock other(server_.settings());
    proxy.cut_after("SET");
    EXPECT_THROW(lock.try_lock(keys_, "first", kLong), Unavailable);
    EXPECT_EQ(other.try_lock(keys_, "second", kLong), (Granted{false, false}))
        << "the server took them";
    EXPECT_EQ(lock.try_lock(keys_, "third", kLong), (Granted{true, true}));
}

TEST_F(RedisLockTest, AnUnlockThatWasLostIsMadeUpFor) {
    TcpProxy proxy(server_.settings().port);
    RedisLock lock(through(proxy));
    RedisLock other(server_.settings());
    EXPECT_EQ(lock.try_lock(keys_, "first", kLong), (Granted{true, true}));
    proxy.cut_before("EVALSHA");
    lock.unlock(keys_, "first");
    EXPECT_EQ(other.try_lock(keys_, "second", kLong), (Granted{false, false}));
    EXPECT_TRUE(lock.ping());
    EXPECT_EQ(other.try_lock(keys_, "third", kLong), (Granted{true, true}));
}

TEST_F(RedisLockTest, AnUnlockThatIsNotWaitedForFreesTheKeysForTheNextCallAndSoonForOthers) {
    RedisSettings settings = server_.settings();
    settings.waits_for_unlock = false;
    RedisLock lock(settings);
    RedisLock other(server_.settings());
    for (int round = 0; round < 50; ++round) {
        const std::string owner = std::to_string(round);
        EXPECT_EQ(lock.try_lock(keys_, owner, kLong), (Granted{true, true}));
        if (round % 2 == 0) server_.run({"SCRIPT", "FLUSH"});
        lock.unlock(keys_, owner);
    }
    EXPECT_TRUE(lock.available());
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (other.try_lock(std::span(keys_).first(1), "other", kLong) != Granted{true})
        ASSERT_LT(std::chrono::steady_clock::now(), give_up);
    EXPECT_EQ(lock.try_lock(keys_, "last", kLong), (Granted{false, true}));
}

TEST_F(RedisLockTest, AnUnlockThatWasNotWaitedForAndLostIsMadeUpFor) {
    TcpProxy proxy(server_.settings().port);
    RedisSettings settings = through(proxy);
    settings.waits_for_unlock = false;
    RedisLock lock(settings);
    RedisLock other(server_.settings());
    EXPECT_EQ(lock.try_lock(keys_, "first", kLong), (Granted{true, true}));
    proxy.cut_before("EVAL");
    lock.unlock(keys_, "first");
    EXPECT_FALSE(lock.ping()) << "its answer is missed";
    EXPECT_EQ(other.try_lock(keys_, "second", kLong), (Granted{false, false}));
    while (!lock.ping())
        std::this_thread::yield();
    EXPECT_EQ(other.try_lock(keys_, "third", kLong), (Granted{true, true}));
}

TEST_F(RedisLockTest, MakingUpForALostUnlockTakesNothingFromANewHolder) {
    TcpProxy proxy(server_.settings().port);
    RedisLock lock(through(proxy));
    RedisLock other(server_.settings());
    EXPECT_EQ(lock.try_lock(keys_, "first", kLong), (Granted{true, true}));
    proxy.cut_after("EVALSHA");
    lock.unlock(keys_, "first");
    EXPECT_EQ(other.try_lock(keys_, "second", kLong), (Granted{true, true}));
    EXPECT_EQ(lock.try_lock(keys_, "third", kLong), (Granted{false, false}));
}

TEST_F(RedisLockTest, AServerThatIsFullIsUnavailableAndKeepsNoneOfTheBatch) {
    RedisLock lock(server_.settings());
    server_.run({"CONFIG", "SET", "maxmemory", "1"});
    try {
        lock.try_lock(keys_, "first", kLong);
        ADD_FAILURE() << "it was granted";
    } catch (const Unavailable& error) {
        EXPECT_NE(std::string(error.what()).find("OOM"), std::string::npos) << error.what();
    }
    EXPECT_FALSE(lock.ping()) << "it answers, and grants nothing";
    server_.run({"CONFIG", "SET", "maxmemory", "0"});
    EXPECT_EQ(lock.try_lock(keys_, "second", kLong), (Granted{true, true}));
    EXPECT_TRUE(lock.ping());
}

TEST_F(RedisLockTest, ARefusedLoginIsReportedWithItsReason) {
    RedisSettings wrong = server_.settings();
    wrong.password = "guessed";
    EXPECT_NE(refusal(wrong).find("WRONGPASS"), std::string::npos) << refusal(wrong);
    RedisSettings anonymous = server_.settings();
    anonymous.password.clear();
    EXPECT_NE(refusal(anonymous).find("NOAUTH"), std::string::npos) << refusal(anonymous);
    RedisSettings elsewhere = server_.settings();
    elsewhere.prefix = "other:";
    EXPECT_NE(refusal(elsewhere).find("NOPERM"), std::string::npos) << refusal(elsewhere);
}

TEST_F(RedisLockTest, AnUnavailableServerIsNamedAndTheObjectWorksOnceItAnswers) {
    server_.disturb(Disturbance::away);
    const std::string text = refusal(server_.settings());
    EXPECT_NE(text.find("127.0.0.1:" + std::to_string(server_.settings().port)), std::string::npos)
        << text;
    RedisLock lock(server_.settings());
    EXPECT_FALSE(lock.available());
    server_.restore();
    EXPECT_EQ(lock.try_lock(keys_, "first", kLong), (Granted{true, true}));
    EXPECT_TRUE(lock.available());
}

}  // namespace

}  // namespace viaja::test
