#include "common/http/prefer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace viaja::http {
namespace {

/// "async" and "wait 5" for what is followed of the field's lines.
std::string followed(const std::vector<std::string>& lines) {
    Request request;
    for (const auto& line : lines)
        request.headers.add("Prefer", line);
    const auto preferences = preferences_of(request);
    std::string text = preferences.respond_async ? "async" : "";
    if (!preferences.wait) return text;
    return text + (text.empty() ? "" : ", ") + "wait " + std::to_string(preferences.wait->count());
}

struct Case {
    std::vector<std::string> lines;
    std::string followed;
};

TEST(Prefer, IsReadAsItsGrammarSays) {
    const std::vector<Case> cases = {
        {{}, ""},
        {{""}, ""},
        {{"respond-async"}, "async"},
        {{"Respond-Async"}, "async"},
        {{"respond-async=\"\""}, "async"},
        {{"wait=5"}, "wait 5"},
        {{"WAIT = 5"}, "wait 5"},
        {{"wait=\"5\""}, "wait 5"},
        {{"wait=\"\\5\""}, "wait 5"},
        {{"wait=0"}, "wait 0"},
        {{"wait=5; reason=\"none, or; some\""}, "wait 5"},
        {{"respond-async, wait=5"}, "async, wait 5"},
        {{"wait=5,respond-async"}, "async, wait 5"},
        {{"wait=5", "respond-async"}, "async, wait 5"},
        {{", ,wait=5,,"}, "wait 5"},
        {{"return=minimal, handling=\"a,wait=9\", wait=5"}, "wait 5"},
        {{"wait=99999999999999999999"}, "wait 1000000000"},
    };
    for (const auto& one : cases)
        EXPECT_EQ(followed(one.lines), one.followed) << testing::PrintToString(one.lines);
}

TEST(Prefer, IgnoresWhatItDoesNotKnowAndWhatIsMalformed) {
    for (const std::string line :
         {"wait", "wait=", "wait=\"\"", "wait=-1", "wait=+1", "wait=1.5", "wait=5s", "wait=0x5",
          "wait=\"5", "waiting=5", "respond-async=yes", "respond-asynchronously", "=5",
          "\"wait=5\"", "return=minimal", "; wait=5", "handling=lenient; wait=5"})
        EXPECT_EQ(followed({line}), "") << line;
}

TEST(Prefer, TakesTheFirstOfAPreferenceThatComesTwice) {
    EXPECT_EQ(followed({"wait=5, wait=9"}), "wait 5");
    EXPECT_EQ(followed({"wait=5", "Wait=9"}), "wait 5");
    EXPECT_EQ(followed({"wait=soon, wait=9"}), "") << "the first one is malformed";
    EXPECT_EQ(followed({"respond-async=yes, respond-async"}), "");
}

}  // namespace
}  // namespace viaja::http
