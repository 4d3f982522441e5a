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

}  // namespace
}  // namespace viaja::test
