// At Redis session alone has a login, for its locks and for nothing else.

#include "common/adapters/redis/redis_connection.hpp"
#include "common/adapters/redis/redis_lock.hpp"
#include "common/ports/errors.hpp"
#include "common/service_host/settings.hpp"
#include "tests/ports/privileges.hpp"

namespace viaja::test {

namespace {

using Kind = RedisConnection::Answer::Kind;
using Command = std::vector<std::string>;
using Granted = std::vector<bool>;

constexpr std::chrono::milliseconds kLong{60'000};

RedisSettings settings_of(const std::string& service) {
    auto settings = service_host::redis_settings(configuration_of(service));
    settings.patience = kPatience;
    // What another connection is then asked finds the lock released.
    settings.waits_for_unlock = true;
    return settings;
}

/// Of a user who may do everything.
void run_as_administrator(const Command& command) {
    RedisConnection connection(settings_of("tests"), "return true");
    connection.add(command);
    refuse_errors(connection.answers());
}

RedisConnection::Answer answer_to(RedisConnection& connection, const Command& command) {
    connection.add(command);
    return connection.answers().back();
}

/// By its rights: an error that is about the command itself would show nothing. Of what a script
/// does, each version says it in other words.
bool is_refused(const RedisConnection::Answer& answer) {
    const auto says = [&](const char* words) {
        return answer.text.find(words) != std::string::npos;
    };
    return answer.kind == Kind::error &&
           (answer.text.starts_with("NOPERM") || says("ACL failure in script") ||
            says("The user executing the script can't"));
}

std::string text_of(const Command& command) {
    std::string text;
    for (const std::string& word : command)
        text += word + " ";
    return text;
}

TEST(RedisPrivileges, LetSessionLockAndUnlock) {
    const Command keys{"privileges-1", "privileges-2"};
    RedisLock first(settings_of(kSession));
    RedisLock second(settings_of(kSession));
    EXPECT_TRUE(first.ping());
    EXPECT_EQ(first.try_lock(keys, "first", kLong), (Granted{true, true}));
    EXPECT_EQ(second.try_lock(keys, "second", kLong), (Granted{false, false}));
    first.unlock(keys, "first");
    EXPECT_EQ(second.try_lock(keys, "second", kLong), (Granted{true, true}));
    // The script is sent as a whole to a server that has forgotten it.
    run_as_administrator({"SCRIPT", "FLUSH"});
    second.unlock(keys, "second");
    EXPECT_TRUE(second.available());
    EXPECT_EQ(first.try_lock(keys, "third", kLong), (Granted{true, true}));
    first.unlock(keys, "third");
    EXPECT_TRUE(first.available());
}

TEST(RedisPrivileges, KeepSessionFromEverythingElse) {
    RedisLock(settings_of(kSession)).try_lock(Command{"privileges"}, "owner", kLong);
    run_as_administrator({"SET", "foo", "bar"});
    RedisConnection session(settings_of(kSession), "return true");
    EXPECT_EQ(answer_to(session, {"GET", "viaja:lock:privileges"}).text, "owner");
    for (const Command& command : std::vector<Command>{
             {"GET", "foo"},
             {"SET", "foo", "x"},
             {"DEL", "foo"},
             {"SET", "viaja:lockother", "x"},
             {"SET", "viaja:LOCK:x", "x"},
             {"EVAL", "return redis.call('GET', 'foo')", "0"},
             {"EVAL", "return redis.call('GET', KEYS[1])", "1", "foo"},
             {"EVAL", "return redis.call('FLUSHALL')", "0"},
             {"KEYS", "*"},
             {"SCAN", "0"},
             {"RANDOMKEY"},
             {"DBSIZE"},
             {"EXPIRE", "viaja:lock:privileges", "1"},
             {"RENAME", "viaja:lock:privileges", "viaja:lock:taken"},
             {"FLUSHALL"},
             {"FLUSHDB"},
             {"CONFIG", "GET", "*"},
             {"CONFIG", "SET", "maxmemory", "1"},
             {"ACL", "LIST"},
             {"ACL", "SETUSER", "intruder", "on", "nopass", "~*", "+@all"},
             {"ACL", "WHOAMI"},
             {"SCRIPT", "FLUSH"},
             {"SCRIPT", "KILL"},
             {"FUNCTION", "FLUSH"},
             {"CLIENT", "LIST"},
             {"CLIENT", "KILL", "TYPE", "normal"},
             {"INFO"},
             {"MONITOR"},
             {"SAVE"},
             {"SHUTDOWN", "NOSAVE"},
             {"REPLICAOF", "127.0.0.1", "1"},
             {"MODULE", "LIST"},
             {"PUBLISH", "viaja:lock:x", "x"},
             {"SUBSCRIBE", "viaja:lock:x"},
             {"SELECT", "1"},
         }) {
        const auto answer = answer_to(session, command);
        EXPECT_TRUE(is_refused(answer)) << text_of(command) << ": " << answer.text;
    }
    RedisConnection tests(settings_of("tests"), "return true");
    EXPECT_EQ(answer_to(tests, {"GET", "foo"}).text, "bar");
}

TEST(RedisPrivileges, RefuseALoginWithoutAName) {
    RedisSettings anonymous = settings_of(kSession);
    anonymous.user.clear();
    anonymous.password.clear();
    EXPECT_THROW(RedisConnection(anonymous, "return true"), Unavailable);
    for (const std::string password : {"session", "viaja", "default"}) {
        anonymous.password = password;
        EXPECT_THROW(RedisConnection(anonymous, "return true"), Unavailable) << password;
    }
}

class RedisPrivilegesOf : public testing::TestWithParam<std::string> {};

/// Theirs at MySQL and at RabbitMQ, and session's name with a password of their own.
TEST_P(RedisPrivilegesOf, LetThemInOnlyAsSession) {
    const auto environment = configuration_of(GetParam());
    const bool is_session = GetParam() == kSession;
    EXPECT_EQ(environment.text("VIAJA_REDIS_PORT", "").empty(), !is_session);
    const auto rabbitmq = service_host::rabbitmq_settings(environment, GetParam());
    const auto mysql = service_host::mysql_settings(environment, "");
    RedisSettings settings = settings_of(kSession);
    for (const auto& [user, password] :
         {std::pair(rabbitmq.user, rabbitmq.password), std::pair(mysql.user, mysql.password),
          std::pair(kSession, rabbitmq.password)}) {
        settings.user = user;
        settings.password = password;
        if (is_session) {
            EXPECT_NO_THROW(RedisConnection(settings, "return true")) << user;
            continue;
        }
        try {
            RedisConnection connection(settings, "return true");
            ADD_FAILURE() << user << " is let in";
        } catch (const Unavailable& error) {
            EXPECT_NE(std::string(error.what()).find("WRONGPASS"), std::string::npos)
                << error.what();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, RedisPrivilegesOf, testing::ValuesIn(kServices), service_name);

}  // namespace

}  // namespace viaja::test
