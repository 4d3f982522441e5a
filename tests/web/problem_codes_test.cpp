// The page explains each problem that the server knows, and no other.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "common/http/problem.hpp"

namespace viaja {
namespace {

using Codes = std::set<std::string>;

/// The keys of CHARGES. The words of each are demanded by the compiler of the page.
Codes explained_codes() {
    std::ifstream file("web/src/problems/codes.ts");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::regex row("\\n  ([a-z_]+): '(nothing|running|unsure)',");
    Codes codes;
    for (auto found = std::sregex_iterator(text.begin(), text.end(), row);
         found != std::sregex_iterator(); ++found) {
        codes.insert((*found)[1]);
    }
    return codes;
}

TEST(ProblemPage, ExplainsTheCodesOfTheTableAndNoOthers) {
    Codes known;
    for (const auto& problem : http::known_problems())
        known.emplace(problem.code);
    EXPECT_FALSE(known.empty());
    EXPECT_EQ(explained_codes(), known);
}

}  // namespace
}  // namespace viaja
