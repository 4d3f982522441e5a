// docs/operations.md against the code: every variable that a program or script reads, and every
// number of /metrics, stands in its table, and nothing else does.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace viaja {
namespace {

using Words = std::set<std::string>;
namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << path << ": run in the project root";
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What the pattern's first group matches.
Words found(const std::string& text, const std::string& pattern) {
    const std::regex wanted(pattern);
    Words words;
    for (std::sregex_iterator one(text.begin(), text.end(), wanted), end; one != end; ++one)
        words.insert((*one)[1].str());
    return words;
}

/// The source text of all services and of what they share.
std::string sources() {
    std::string text;
    for (const char* folder : {"common", "session-service", "flight-service", "hotel-service",
                               "event-service", "payment-service", "audit-service", "viaja"}) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".hpp") text += text_of(entry.path());
        }
    }
    return text;
}

/// The part of the page from a heading to the next one of the same depth.
std::string section(const std::string& heading) {
    const auto page = text_of("docs/operations.md");
    const auto begin = page.find("\n" + heading + "\n");
    EXPECT_NE(begin, std::string::npos) << heading;
    const auto depth = heading.substr(0, heading.find(' ') + 1);
    return page.substr(begin, page.find("\n" + depth, begin + 1) - begin);
}

/// What stands in the first column of the section's tables, between backquotes.
Words first_column(const std::string& heading, const std::string& pattern) {
    const auto text = section(heading);
    std::string cells;
    for (const auto& cell : found(text, "\n\\|([^|]*)(?=\\|)"))
        cells += cell;
    return found(cells, "`(" + pattern + ")`");
}

TEST(OperationsPage, ListsEveryVariableThatAProgramReadsAndNoOther) {
    const auto code = sources();
    Words read = found(code, "\"(VIAJA_[A-Z_]+)\"");
    for (const auto& secret : found(code, R"re(\bsecret\("(VIAJA_[A-Z_]+)")re"))
        read.insert(secret + "_FILE");
    EXPECT_FALSE(read.empty());
    EXPECT_EQ(first_column("### Of the services", "VIAJA_[A-Z_]+"), read);
}

TEST(OperationsPage, ListsEveryVariableThatAScriptReads) {
    std::string scripts = text_of("run") + text_of("test");
    for (const auto& entry : fs::recursive_directory_iterator("scripts")) {
        if (entry.is_regular_file()) scripts += text_of(entry.path());
    }
    Words listed = first_column("### Of the services", "VIAJA_[A-Z_]+");
    listed.merge(first_column("### Of the scripts", "[A-Z_]+"));
    // "${VIAJA_PORT" in bash, "environ.get('VIAJA_PORT'" in Python.
    const Words read = found(scripts, R"((?:\$\{?|environ(?:\.get\(|\[)')(VIAJA_[A-Z_]+))");
    EXPECT_FALSE(read.empty());
    for (const auto& name : read)
        EXPECT_TRUE(listed.contains(name)) << name;
}

TEST(OperationsPage, ListsEveryNumberOfTheMetrics) {
    // By their ends, the units; "viaja_session" and its like are databases.
    const Words counted =
        found(sources(),
              "\"(viaja_(?:holds|sessions|sagas|[a-z_]+_(?:total|listeners|breaker_state|"
              "seconds|inputs|waiting|units|sessions)))\"");
    EXPECT_FALSE(counted.empty());
    EXPECT_EQ(first_column("## Health and metrics", "viaja_[a-z_]+"), counted);
}

}  // namespace
}  // namespace viaja
