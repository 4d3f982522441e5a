// Takes the place of GoogleTest's own, to say what CTest takes for a test that was skipped.

#include <gtest/gtest.h>

#include <iostream>

#include "tests/ports/real_servers.hpp"

int main(int count, char** arguments) {
    constexpr int kSkipped = 77;
    testing::InitGoogleTest(&count, arguments);
    if (!viaja::test::RealServers::are_installed()) {
        std::cerr << "RabbitMQ, MySQL or Redis is not installed: ./run --real installs them\n";
        return kSkipped;
    }
    return RUN_ALL_TESTS();
}
