// Connections to a Redis server that takes none without TLS.

#include "common/adapters/redis/redis_connection.hpp"
#include "tests/ports/redis_server.hpp"
#include "tests/ports/tls_files.hpp"

namespace viaja::test {
namespace {

class TlsRedis : public testing::Test {
  protected:
    TlsRedis() { server_.start_afresh(); }

    RedisSettings settings(const TlsSettings& tls, const std::string& host = "127.0.0.1") const {
        RedisSettings settings = server_.settings();
        settings.tls = tls;
        settings.host = host;
        return settings;
    }
    std::string refusal(const TlsSettings& tls, const std::string& host = "127.0.0.1") const {
        return refusal_of([&] { RedisConnection(settings(tls, host), "return true"); });
    }

    RedisServer& server_ = RedisServer::instance();
    const TlsFiles files_{server_.settings().tls.authorities};
};

TEST_F(TlsRedis, TheNameOrTheAddressHasToStandInTheCertificate) {
    EXPECT_EQ(refusal(files_.trusting(), "127.0.0.1"), "");
    EXPECT_EQ(refusal(files_.trusting(), "localhost"), "");
    EXPECT_TRUE(says(refusal(files_.trusting(), kUnnamedHost),
                     "its certificate is not for " + kUnnamedHost));
}

TEST_F(TlsRedis, AnAuthorityThatIsNotTrustedIsRefused) {
    EXPECT_TRUE(says(refusal(files_.trusting_strangers()),
                     "its certificate is not trusted: self-signed certificate"));
}

TEST_F(TlsRedis, TheLockSaysSoAndIsThereAgainWithARenewedFile) {
    files_.change_to(files_.trusting_strangers());
    RedisLock lock(settings(files_.changing()));
    const std::vector<std::string> key{"renewed"};
    EXPECT_FALSE(lock.available());
    EXPECT_TRUE(says(refusal_of([&] { lock.try_lock(key, "owner", std::chrono::seconds(9)); }),
                     "its certificate is not trusted"));
    files_.change_to(files_.trusting());
    EXPECT_EQ(lock.try_lock(key, "owner", std::chrono::seconds(9)), (std::vector<bool>{true}));
}

TEST_F(TlsRedis, WithoutTlsTheErrorSaysSo) {
    EXPECT_TRUE(says(refusal({}), std::string(kWithoutTls)));
}

/// Commands and answers of many records of TLS, which hold 16 KiB at most.
TEST_F(TlsRedis, TakesAndAnswersMuchAtOnce) {
    constexpr std::size_t kCount = 20'000;
    std::vector<std::string> keys;
    for (std::size_t number = 0; number < kCount; ++number)
        keys.push_back("key-" + std::to_string(number));
    RedisLock lock(server_.settings());
    EXPECT_EQ(lock.try_lock(keys, "owner", std::chrono::seconds(60)),
              std::vector<bool>(kCount, true));
    lock.unlock(keys, "owner");
    EXPECT_EQ(lock.try_lock(keys, "other", std::chrono::seconds(60)),
              std::vector<bool>(kCount, true));
}

TEST_F(TlsRedis, ShowsItsCertificateToAServerThatAsksForOne) {
    server_.run({"CONFIG", "SET", "tls-auth-clients", "yes"});
    const std::string without = refusal(files_.trusting());
    const std::string with = refusal(files_.with_certificate());
    server_.show_certificate(files_.with_certificate());
    server_.run({"CONFIG", "SET", "tls-auth-clients", "optional"});
    // Why, or only that the connection was reset, as the one or the other comes first.
    EXPECT_TRUE(says(without, "Redis at 127.0.0.1"));
    EXPECT_EQ(with, "");
}

}  // namespace
}  // namespace viaja::test
