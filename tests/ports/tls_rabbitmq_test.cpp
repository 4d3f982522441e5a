// Connections to a RabbitMQ node that takes none without TLS.

#include <atomic>

#include "common/adapters/rabbitmq/amqp_connection.hpp"
#include "tests/ports/rabbitmq_suite.hpp"
#include "tests/ports/test_servers.hpp"
#include "tests/ports/tls_files.hpp"

namespace viaja::test {
namespace {

class TlsRabbitmq : public RabbitmqSuite {
  protected:
    RabbitmqSettings settings(const TlsSettings& tls, const std::string& host = "127.0.0.1") const {
        RabbitmqSettings settings = fixture_->settings();
        settings.tls = tls;
        settings.host = host;
        return settings;
    }
    std::string refusal(const TlsSettings& tls, const std::string& host = "127.0.0.1") const {
        return refusal_of([&] { amqp::Connection(settings(tls, host), "trying"); });
    }

    const TlsFiles files_{fixture_->settings().tls.authorities};
};

TEST_F(TlsRabbitmq, TheNameOrTheAddressHasToStandInTheCertificate) {
    EXPECT_EQ(refusal(files_.trusting(), "127.0.0.1"), "");
    EXPECT_EQ(refusal(files_.trusting(), "localhost"), "");
    EXPECT_TRUE(says(refusal(files_.trusting(), kUnnamedHost),
                     "its certificate is not for " + kUnnamedHost));
}

TEST_F(TlsRabbitmq, AnAuthorityThatIsNotTrustedIsRefused) {
    EXPECT_TRUE(says(refusal(files_.trusting_strangers()),
                     "its certificate is not trusted: self-signed certificate"));
}

TEST_F(TlsRabbitmq, ABusSaysSoAndIsThereAgainWithARenewedFile) {
    files_.change_to(files_.trusting());
    RabbitmqSettings renewed = settings(files_.changing());
    renewed.application = "renewed";
    const auto bus = fixture_->another_bus(renewed);
    files_.change_to(files_.trusting_strangers());
    fixture_->cut_connection_of("renewed", "publishing");
    EXPECT_TRUE(fixture_->wait_until_said("its certificate is not trusted"));
    EXPECT_FALSE(bus->available());
    files_.change_to(files_.trusting());
    EXPECT_TRUE(fixture_->wait_until_said("broker connection restored"));
    EXPECT_TRUE(bus->wait_until_available(std::chrono::seconds(30)));
}

TEST_F(TlsRabbitmq, WithoutTlsTheErrorSaysSo) {
    EXPECT_TRUE(says(refusal({}), std::string(kWithoutTls)));
}

/// More frames than the thread takes in a turn, in records that hold many of them: what OpenSSL has
/// taken from the socket wakes no thread.
TEST_F(TlsRabbitmq, TakesAllOfABurst) {
    constexpr int kCount = 6'000;
    consume("hotel", received_).reset();
    for (int number = 0; number < kCount; ++number)
        publish("hotel", number);
    const auto consumer = consume("hotel", received_, kCount);
    EXPECT_TRUE(received_->wait_for_numbers(kCount));
}

/// More than a socket takes at once: the rest is written when it takes more. Where too much is
/// unsent an announcement is dropped and counted.
TEST_F(TlsRabbitmq, SendsAndTakesMoreThanTheSocketsBuffer) {
    constexpr std::size_t kCount = 50;
    constexpr std::size_t kBytes = 100'000;
    const auto whole = std::make_shared<std::atomic<std::size_t>>(0);
    const auto listener = bus().listen(
        "session.changed",
        [whole, text = std::string(kBytes, '#')](const std::string&, const std::string& body) {
            if (body == text) ++*whole;
        });
    for (std::size_t number = 0; number < kCount; ++number)
        bus().announce("session.changed", std::string(kBytes, '#'));
    const auto dropped = [this] { return bus().counters().announcements_dropped; };
    EXPECT_TRUE(eventually([&] { return *whole + dropped() == kCount; }))
        << *whole << " of which none is dropped but " << dropped() << fixture_->said();
    EXPECT_GE(*whole, 3U) << "the socket takes some, and as many bytes wait for it";
}

TEST_F(TlsRabbitmq, ShowsItsCertificate) {
    RabbitmqSettings with = settings(files_.with_certificate());
    with.application = "with a certificate";
    const amqp::Connection connection(with, "showing");
    const std::string all = TestServers::instance().command(
        {"rabbitmqctl", "list_connections", "ssl_protocol", "peer_cert_subject"});
    EXPECT_TRUE(says(all, "CN=viaja")) << all;
}

}  // namespace
}  // namespace viaja::test
