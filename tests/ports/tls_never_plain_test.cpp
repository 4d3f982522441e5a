// A process that is to use TLS speaks to no server without it: not even its login.

#include <future>
#include <utility>

#include "common/adapters/mysql/mysql_database.hpp"
#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/redis/redis_connection.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/service_host/settings.hpp"
#include "tests/ports/privileges.hpp"
#include "tests/ports/tls_files.hpp"

namespace viaja::test {
namespace {

/// The servers have no certificates; any authority will do.
class TlsNeverPlain : public testing::Test {
  protected:
    const runtime::Configuration environment_ = configuration_of(kSession);
    const TlsFiles files_{{}};
};

TEST_F(TlsNeverPlain, AtMysql) {
    auto settings = service_host::mysql_settings(environment_, "");
    EXPECT_EQ(refusal_of([&] { MysqlDatabase(settings).connect(); }), "");
    settings.tls = files_.trusting_strangers();
    EXPECT_TRUE(says(refusal_of([&] { MysqlDatabase(settings).connect(); }),
                     "SSL is required, but the server does not support it"));
}

TEST_F(TlsNeverPlain, AtRedis) {
    auto settings = service_host::redis_settings(environment_);
    settings.patience = kPatience;
    EXPECT_EQ(refusal_of([&] { RedisConnection(settings, "return true"); }), "");
    // It takes what is said for a command that has not come whole, and waits.
    settings.patience = std::chrono::seconds(1);
    settings.tls = files_.trusting_strangers();
    EXPECT_TRUE(says(refusal_of([&] { RedisConnection(settings, "return true"); }),
                     "cannot connect with TLS"));
}

TEST_F(TlsNeverPlain, AtRabbitmq) {
    SystemClock clock;
    SystemRandom random;
    auto settings = service_host::rabbitmq_settings(environment_, kSession);
    settings.tls = files_.trusting_strangers();
    std::promise<std::string> said;
    const auto once = [&, first = true](const LogEvent& event) mutable {
        if (std::exchange(first, false)) said.set_value(text_of(event));
    };
    const RabbitmqBus bus(settings, clock, random, once);
    EXPECT_TRUE(says(said.get_future().get(), "does not take connections"));
    EXPECT_FALSE(bus.available());
}

}  // namespace
}  // namespace viaja::test
