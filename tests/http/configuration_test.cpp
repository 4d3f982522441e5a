// Settings from the environment: secrets from files, and sentences that name what is wrong.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "common/runtime/configuration.hpp"

namespace viaja::test {

namespace {

using runtime::Configuration;
using runtime::ConfigurationError;

Configuration with(Configuration::Variables variables) {
    return Configuration(std::move(variables));
}

class SecretTest : public testing::Test {
  protected:
    SecretTest() { std::filesystem::remove(file_); }
    ~SecretTest() override { std::filesystem::remove(file_); }

    void write(const std::string& content) { std::ofstream(file_, std::ios::binary) << content; }
    static std::string refusal(const Configuration& configuration) {
        try {
            return "not refused: " + configuration.secret("VIAJA_P", "default");
        } catch (const ConfigurationError& error) {
            return error.what();
        }
    }

    const std::string file_ = testing::TempDir() + "viaja_secret_" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(SecretTest, IsTheVariableOrTheDefault) {
    EXPECT_EQ(with({}).secret("VIAJA_P", "default"), "default");
    EXPECT_EQ(with({{"VIAJA_P", "word"}}).secret("VIAJA_P", "default"), "word");
}

TEST_F(SecretTest, ComesFromItsFileWithoutTheLastLineEnd) {
    write(" se cret\n");
    EXPECT_EQ(with({{"VIAJA_P_FILE", file_}}).secret("VIAJA_P", "default"), " se cret");
    write("two\nlines\r\n");
    EXPECT_EQ(with({{"VIAJA_P_FILE", file_}}).secret("VIAJA_P", "default"), "two\nlines");
}

TEST_F(SecretTest, AFileThatGivesNothingStopsTheStart) {
    const auto configuration = with({{"VIAJA_P_FILE", file_}});
    const auto absent = refusal(configuration);
    EXPECT_NE(absent.find("VIAJA_P_FILE"), std::string::npos) << absent;
    EXPECT_NE(absent.find(file_), std::string::npos) << absent;
    write("\n");
    EXPECT_NE(refusal(configuration).find("empty"), std::string::npos);
}

TEST_F(SecretTest, TheVariableAndItsFileAreNotBothTaken) {
    write("word");
    const auto why = refusal(with({{"VIAJA_P", "word"}, {"VIAJA_P_FILE", file_}}));
    EXPECT_NE(why.find("both"), std::string::npos) << why;
}

}  // namespace

}  // namespace viaja::test
