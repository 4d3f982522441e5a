// docs/saga.md shows stories and links the rules' stories; they are those that are played here.
// VIAJA_REWRITE=1 writes the shown ones anew.

#include <cstdlib>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/transcripts/script.hpp"
#include "tests/transcripts/story_files.hpp"

namespace viaja::story {
namespace {

constexpr const char* kPage = "docs/saga.md";

struct Block {
    std::size_t begin = std::string::npos;
    std::size_t length = 0;
};

/// The text between the fences behind the story's name; npos where the page does not show it.
Block block_of(const std::string& page, const std::string& name) {
    const std::string fence = "\n\n```text\n";
    const auto title = "`stories/" + name + ".txt`:" + fence;
    const auto found = page.find(title);
    if (found == std::string::npos) return {};
    const auto begin = found + title.size();
    return {begin, page.find("```", begin) - begin};
}

TEST(SagaPage, ShowsStoriesAsTheyAre) {
    auto page = read_text(kPage);
    const bool rewrite = std::getenv("VIAJA_REWRITE") != nullptr;
    int shown = 0;
    for (const auto& name : story_names()) {
        const auto block = block_of(page, name);
        if (block.begin == std::string::npos) continue;
        ++shown;
        const auto written = read_text(story_path(name));
        const auto story = rewrite ? play(written).text : written;
        if (rewrite) page.replace(block.begin, block.length, story);
        EXPECT_EQ(page.substr(block_of(page, name).begin, block_of(page, name).length), story);
    }
    EXPECT_GE(shown, 3);
    if (rewrite) write_text(kPage, page);
}

TEST(SagaPage, LinksTheStoryOfEveryRuleAndNoOther) {
    const auto page = read_text(kPage);
    std::set<std::string> linked;
    const std::string folder = "../tests/transcripts/stories/";
    for (auto at = page.find(folder); at != std::string::npos; at = page.find(folder, at + 1)) {
        const auto begin = at + folder.size();
        linked.insert(page.substr(begin, page.find(".txt", begin) - begin));
    }
    std::set<std::string> known;
    for (const auto& name : story_names()) {
        known.insert(name);
        EXPECT_TRUE(!name.starts_with("rule_") || linked.contains(name)) << name;
    }
    for (const auto& name : linked)
        EXPECT_TRUE(known.contains(name)) << name;
}

}  // namespace
}  // namespace viaja::story
