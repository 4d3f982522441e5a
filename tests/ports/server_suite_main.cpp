// Takes the place of GoogleTest's own main, to end with what CTest takes for a skipped test.

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/ports/test_servers.hpp"

namespace {

/// A suite can also run on a server that exists already (mysql_server.hpp, rabbitmq_server.hpp).
bool server_is_given() {
    return std::getenv("VIAJA_TEST_MYSQL_HOST") != nullptr ||
           std::getenv("VIAJA_TEST_RABBITMQ_HOST") != nullptr;
}

}  // namespace

int main(int count, char** arguments) {
    constexpr int kSkipped = 77;
    testing::InitGoogleTest(&count, arguments);
    if (!server_is_given() && !viaja::test::TestServers::are_installed()) return kSkipped;
    return RUN_ALL_TESTS();
}
