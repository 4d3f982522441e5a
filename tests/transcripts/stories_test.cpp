// Every story is played, compared with its file as a whole, and checked for what must be true of
// every world. With VIAJA_REWRITE=1 the files are written anew instead of compared.

#include <cstdlib>

#include <gtest/gtest.h>

#include "tests/transcripts/script.hpp"
#include "tests/transcripts/story_files.hpp"

namespace viaja::story {
namespace {

class Stories : public testing::TestWithParam<std::string> {};

TEST_P(Stories, IsPlayedAsWritten) {
    const auto path = story_path(GetParam());
    const auto written = read_text(path);
    const auto told = play(written);
    for (const auto& complaint : told.complaints)
        ADD_FAILURE() << path << ", " << complaint;
    const char* rewrite = std::getenv("VIAJA_REWRITE");
    if (rewrite && std::string_view(rewrite) == "1") {
        write_text(path, told.text);
    } else {
        EXPECT_EQ(written, told.text) << "If the new story is right, VIAJA_REWRITE=1 writes it.";
    }
}

INSTANTIATE_TEST_SUITE_P(All, Stories, testing::ValuesIn(story_names()),
                         [](const auto& story) { return story.param; });

}  // namespace
}  // namespace viaja::story
