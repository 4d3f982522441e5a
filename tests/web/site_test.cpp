// The files of the page: what is embedded, what a folder serves, and what both must not contain.

#include "web/embed/site.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace viaja::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBudgetBytes = 60'000;

std::string text_of(const File& file) {
    return file.is_gzip ? unpacked(file.bytes) : file.bytes;
}

/// What a page names as "/assets/…".
std::set<std::string> assets_of(const std::string& page) {
    static const std::regex kAsset("\"/assets/([^\"]+)\"");
    std::set<std::string> names;
    for (auto found = std::sregex_iterator(page.begin(), page.end(), kAsset);
         found != std::sregex_iterator(); ++found) {
        names.insert((*found)[1]);
    }
    return names;
}

class Folder {
  public:
    Folder() {
        fs::create_directories(path / "assets");
        write("index.html", "<!doctype html>");
    }
    ~Folder() { fs::remove_all(path); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path / name) << text;
    }

    const fs::path path =
        fs::temp_directory_path() /
        ("viaja_site_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
         ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST(Site, EveryAssetThatAPageNamesIsThere) {
    const auto site = embedded_site();
    for (const char* name : {"index.html", "problem.html"}) {
        const auto page = site->page(name);
        ASSERT_TRUE(page) << name;
        EXPECT_EQ(page->type, "text/html; charset=utf-8");
        const auto assets = assets_of(text_of(*page));
        EXPECT_GE(assets.size(), 2u) << name << " has a script and a style sheet";
        for (const auto& asset : assets) {
            ASSERT_TRUE(site->asset(asset)) << asset;
            EXPECT_TRUE(std::regex_match(asset, std::regex("[a-z]+-[0-9a-f]{16}\\.(js|css)")))
                << asset;
        }
    }
}

TEST(Site, ScriptsAndStylesOfThePageStayBelowTheBudget) {
    const auto site = embedded_site();
    std::size_t bytes = 0;
    for (const auto& asset : assets_of(text_of(*site->page("index.html")))) {
        const auto file = site->asset(asset);
        ASSERT_TRUE(file && file->is_gzip) << asset;
        bytes += file->bytes.size();
    }
    RecordProperty("gzip_bytes", static_cast<int>(bytes));
    EXPECT_GT(bytes, 1'000u);
    EXPECT_LT(bytes, kBudgetBytes);
}

TEST(Site, HasNothingThatTheContentSecurityPolicyWouldStop) {
    const auto site = embedded_site();
    const std::regex stopped_in_pages(
        "\\sstyle=|<style|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:", std::regex::icase);
    const std::regex stopped_in_scripts("\\beval\\(|new Function\\(|document\\.write\\(");
    for (const char* name : {"index.html", "problem.html"}) {
        const auto page = text_of(*site->page(name));
        EXPECT_FALSE(std::regex_search(page, stopped_in_pages)) << name;
        for (const auto& asset : assets_of(page)) {
            if (!asset.ends_with(".js")) continue;
            EXPECT_FALSE(std::regex_search(text_of(*site->asset(asset)), stopped_in_scripts))
                << asset;
        }
    }
}

TEST(Site, UnpacksOnlyWhatIsWholeGzip) {
    const auto file = embedded_site()->page("index.html");
    ASSERT_TRUE(file);
    EXPECT_TRUE(unpacked(file->bytes).starts_with("<!doctype html>"));
    EXPECT_THROW(unpacked(file->bytes.substr(0, file->bytes.size() - 1)), std::runtime_error);
    EXPECT_THROW(unpacked("plain text"), std::runtime_error);
    EXPECT_THROW(unpacked(""), std::runtime_error);
}

TEST(Site, AFolderIsServedAsItIsAtEachRequest) {
    const Folder folder;
    const auto site = folder_site(folder.path);
    folder.write("assets/app.js", "first");
    const auto first = site->asset("app.js");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->type, "text/javascript; charset=utf-8");
    EXPECT_EQ(first->bytes, "first");
    folder.write("assets/app.js", "second");
    const auto second = site->asset("app.js");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->bytes, "second");
    EXPECT_NE(second->etag, first->etag);
    EXPECT_FALSE(site->assets_are_immutable());
}

TEST(Site, ANameLeadsIntoNoOtherFolder) {
    const Folder folder;
    folder.write("secret.js", "secret");
    folder.write("assets/.hidden.js", "hidden");
    folder.write("assets/notes.txt", "no type of the page");
    fs::create_directories(folder.path / "assets" / "folder.js");
    const auto site = folder_site(folder.path);
    for (const char* name :
         {"../secret.js", "..", ".", "", "assets/../../secret.js", "/etc/passwd", "..\\secret.js",
          ".hidden.js", "notes.txt", "folder.js", "absent.js"}) {
        EXPECT_FALSE(site->asset(name)) << name;
    }
    EXPECT_FALSE(site->page("assets/app.js"));
    EXPECT_TRUE(site->page("secret.js")) << "the folder itself is served";
}

TEST(Site, AFolderWithoutAPageIsRefused) {
    const Folder folder;
    EXPECT_THROW(folder_site(folder.path / "assets"), std::runtime_error);
    EXPECT_THROW(folder_site(folder.path / "absent"), std::runtime_error);
}

}  // namespace
}  // namespace viaja::web
