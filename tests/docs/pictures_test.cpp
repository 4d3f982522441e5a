// The pictures that README.md shows are there, and small enough for a slow connection.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace viaja {
namespace {

constexpr std::uintmax_t kBytesMax = 150'000;

TEST(Readme, ShowsPicturesThatAreThereAndSmall) {
    std::ifstream file("README.md");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::regex picture("<img src=\"([^\"]+)\"[^>]* alt=\"[^\"]+\">");
    int shown = 0;
    for (auto found = std::sregex_iterator(text.begin(), text.end(), picture);
         found != std::sregex_iterator(); ++found) {
        const std::string path = (*found)[1];
        ASSERT_TRUE(std::filesystem::is_regular_file(path)) << path;
        EXPECT_LT(std::filesystem::file_size(path), kBytesMax) << path;
        ++shown;
    }
    EXPECT_GT(shown, 0);
}

}  // namespace
}  // namespace viaja
