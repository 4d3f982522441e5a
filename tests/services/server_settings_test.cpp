// How the environment of a process names its servers.

#include <gtest/gtest.h>

#include "common/service_host/settings.hpp"

namespace viaja::test {
namespace {

RabbitmqSettings settings_with_queues(const std::string& word) {
    const runtime::Configuration configuration({{"VIAJA_RABBITMQ_QUEUES", word}});
    return service_host::rabbitmq_settings(configuration, "hotel");
}

TEST(ServerSettings, QueuesAreClassicUnlessQuorumQueuesAreAskedFor) {
    EXPECT_EQ(settings_with_queues("").queue_type, QueueType::classic);
    EXPECT_EQ(settings_with_queues("classic").queue_type, QueueType::classic);
    EXPECT_EQ(settings_with_queues("quorum").queue_type, QueueType::quorum);
}

TEST(ServerSettings, AnotherTypeOfQueueIsRefusedWithTheWordsThatThereAre) {
    try {
        settings_with_queues("Quorum");
        FAIL();
    } catch (const runtime::ConfigurationError& error) {
        EXPECT_STREQ(error.what(),
                     "VIAJA_RABBITMQ_QUEUES is \"Quorum\"; it must be classic or quorum.");
    }
}

/// What is wrong with the settings of one server; empty where nothing is.
std::string problem_with_tls(const runtime::Configuration::Variables& variables) {
    try {
        const auto settings = service_host::redis_settings(runtime::Configuration(variables));
        EXPECT_EQ(settings.tls.wanted(), variables.contains("VIAJA_REDIS_TLS_CA"));
        return "";
    } catch (const runtime::ConfigurationError& error) {
        return error.what();
    }
}

TEST(ServerSettings, NoServerIsSpokenToWithTlsUnlessItIsAskedFor) {
    const runtime::Configuration none({});
    EXPECT_FALSE(service_host::redis_settings(none).tls.wanted());
    EXPECT_FALSE(service_host::mysql_settings(none, "").tls.wanted());
    EXPECT_FALSE(service_host::rabbitmq_settings(none, "hotel").tls.wanted());
}

TEST(ServerSettings, AFileForTlsThatCannotBeUsedIsRefusedWithTheNameOfItsSetting) {
    EXPECT_EQ(problem_with_tls({{"VIAJA_REDIS_TLS_CA", "/nowhere.pem"}}),
              "VIAJA_REDIS_TLS_CA: /nowhere.pem is no usable file of certificate authorities: No "
              "such file or directory.");
    EXPECT_EQ(problem_with_tls({{"VIAJA_REDIS_TLS_CA", "README.md"}}),
              "VIAJA_REDIS_TLS_CA: README.md is no usable file of certificate authorities: no "
              "certificate or crl found.");
}

TEST(ServerSettings, ACertificateNeedsItsKeyAndAuthorities) {
    const std::string belong =
        "VIAJA_REDIS_TLS_CERTIFICATE and VIAJA_REDIS_TLS_KEY belong together; only one of them is "
        "set.";
    EXPECT_EQ(problem_with_tls({{"VIAJA_REDIS_TLS_KEY", "key.pem"}}), belong);
    EXPECT_EQ(problem_with_tls({{"VIAJA_REDIS_TLS_CERTIFICATE", "client.pem"}}), belong);
    EXPECT_EQ(
        problem_with_tls(
            {{"VIAJA_REDIS_TLS_CERTIFICATE", "client.pem"}, {"VIAJA_REDIS_TLS_KEY", "key.pem"}}),
        "VIAJA_REDIS_TLS_CERTIFICATE is used only with VIAJA_REDIS_TLS_CA, which is not set.");
}

}  // namespace
}  // namespace viaja::test
