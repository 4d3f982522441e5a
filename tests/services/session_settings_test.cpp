// What a person may set of session-service.

#include <gtest/gtest.h>

#include "session-service/settings.hpp"

namespace viaja::session {
namespace {

using runtime::Configuration;
using runtime::ConfigurationError;

TEST(SessionSettings, OnlyWhatCanBeACarriersCodeIsTaken) {
    const auto carriers = [](const std::string& text) {
        return carriers_from(Configuration({{"VIAJA_CARRIERS", text}}));
    };
    EXPECT_EQ(carriers("I0,8G"), (std::vector<std::string>{"I0", "8G"}));
    for (const char* wrong : {"i0", "XYZ", "I0,I", "I0,J-", "I0,ÀB"}) {
        EXPECT_THROW(carriers(wrong), ConfigurationError) << wrong;
    }
}

}  // namespace
}  // namespace viaja::session
