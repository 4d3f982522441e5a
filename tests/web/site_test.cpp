// The files of the page: what is embedded, what a folder serves, and what both must not contain.

#include "web/embed/site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace viaja::web {
namespace {

namespace fs = std::filesystem;

// Of gzip, for a traveller who stays in one language: what the first picture needs, and that with
// all that the page ever loads. The texts of each language are a file of their own.
constexpr std::size_t kFirstLoadBudgetBytes = 52'840;
constexpr std::size_t kWholePageBudgetBytes = 62'940;
/// Of a traveller that an event is near or that has tickets, and of all while suppliers describe
/// what they sell.
constexpr std::size_t kWithTicketsBudgetBytes = 66'310;
/// Of a traveller who pays by Pix, and of one who does and has tickets.
constexpr std::size_t kWithPixBudgetBytes = 66'690;
constexpr std::size_t kWithAllBudgetBytes = 70'070;

std::string text_of(const File& file) {
    return file.is_gzip ? unpacked(file.bytes) : file.bytes;
}

/// The first group of each place where the pattern matches.
std::set<std::string> all_found(const std::string& text, const std::regex& pattern) {
    std::set<std::string> names;
    for (auto found = std::sregex_iterator(text.begin(), text.end(), pattern);
         found != std::sregex_iterator(); ++found) {
        names.insert((*found)[1]);
    }
    return names;
}

/// A file with the texts of one language.
bool is_language(const std::string& name) {
    return name.starts_with("pt-") || name.starts_with("en-");
}

/// Loaded only where an event is near, a ticket is held, or suppliers describe what they sell.
bool is_of_tickets(const std::string& name) {
    return name.starts_with("tickets-");
}

/// Loaded only where a trip is paid by Pix.
bool is_of_pix(const std::string& name) {
    return name.starts_with("pix-");
}

/// What a page names as "/assets/…".
std::set<std::string> assets_of(const std::string& page) {
    return all_found(page, std::regex("\"/assets/([^\"]+)\""));
}

/// How a minified script names the files that it needs at once, and also those that it loads later.
const std::regex kStaticImports("(?:from|import)\"\\./([^\"]+)\"");
const std::regex kAllImports("(?:from|import)\\(?\"\\./([^\"]+)\"");

using Files = std::map<std::string, File>;

void add_with_imports(const Site& site, const std::string& name, const std::regex& imports,
                      Files& files) {
    if (files.contains(name)) return;
    const auto file = site.asset(name);
    ASSERT_TRUE(file) << name << " is named and not there";
    files.emplace(name, *file);
    if (!name.ends_with(".js")) return;
    for (const auto& imported : all_found(text_of(*file), imports))
        add_with_imports(site, imported, imports, files);
}

Files files_of_page(const Site& site, const char* page, const std::regex& imports) {
    Files files;
    for (const auto& name : assets_of(text_of(*site.page(page))))
        add_with_imports(site, name, imports, files);
    return files;
}

std::size_t gzip_bytes(const Files& files) {
    std::size_t bytes = 0;
    for (const auto& [name, file] : files) {
        EXPECT_TRUE(file.is_gzip) << name;
        bytes += file.bytes.size();
    }
    return bytes;
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
    for (const char* name : {"index.html", "problem.html", "docs.html", "operator.html"}) {
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

TEST(Site, WhatAScriptImportsIsThereUnderANameOfItsContent) {
    const auto site = embedded_site();
    const auto app = files_of_page(*site, "index.html", kAllImports);
    for (const auto& [name, file] : app) {
        const bool named_by_content =
            std::regex_match(name, std::regex("[a-z_]+-([0-9a-f]{16}|[0-9A-Z]{8})\\.(js|css)"));
        EXPECT_TRUE(named_by_content) << name;
    }
}

TEST(Site, ThePageStaysBelowItsBudgets) {
    const auto site = embedded_site();
    const auto first_files = files_of_page(*site, "index.html", kStaticImports);
    Files whole_files, languages, tickets, pix;
    for (const auto& [name, file] : files_of_page(*site, "index.html", kAllImports)) {
        auto& part = is_language(name)     ? languages
                     : is_of_tickets(name) ? tickets
                     : is_of_pix(name)     ? pix
                                           : whole_files;
        part.emplace(name, file);
    }
    ASSERT_EQ(languages.size(), 2u);
    ASSERT_EQ(tickets.size(), 1u);
    ASSERT_EQ(pix.size(), 1u);
    std::size_t language = 0;
    for (const auto& [name, file] : languages)
        language = std::max(language, file.bytes.size());
    const auto first = gzip_bytes(first_files) + language;
    const auto whole = gzip_bytes(whole_files) + language;
    RecordProperty("first_load_bytes", static_cast<int>(first));
    RecordProperty("whole_page_bytes", static_cast<int>(whole));
    const auto with_tickets = whole + gzip_bytes(tickets);
    RecordProperty("with_tickets_bytes", static_cast<int>(with_tickets));
    const auto with_pix = whole + gzip_bytes(pix);
    RecordProperty("with_pix_bytes", static_cast<int>(with_pix));
    EXPECT_GT(language, 1'000u);
    EXPECT_GT(first, language);
    EXPECT_GT(whole, first) << "some parts of the page are loaded later";
    EXPECT_LT(first, kFirstLoadBudgetBytes);
    EXPECT_LT(whole, kWholePageBudgetBytes);
    EXPECT_LT(with_tickets, kWithTicketsBudgetBytes);
    EXPECT_LT(with_pix, kWithPixBudgetBytes);
    EXPECT_LT(with_tickets + gzip_bytes(pix), kWithAllBudgetBytes);
}

TEST(Site, HasNothingThatTheContentSecurityPolicyWouldStop) {
    const auto site = embedded_site();
    const std::regex stopped_in_pages(
        "\\sstyle=|<style|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:", std::regex::icase);
    const std::regex stopped_in_scripts("\\beval\\(|new Function\\(|document\\.write\\(");
    for (const char* name : {"index.html", "problem.html", "docs.html", "operator.html"}) {
        EXPECT_FALSE(std::regex_search(text_of(*site->page(name)), stopped_in_pages)) << name;
        for (const auto& [asset, file] : files_of_page(*site, name, kAllImports)) {
            if (!asset.ends_with(".js")) continue;
            EXPECT_FALSE(std::regex_search(text_of(file), stopped_in_scripts)) << asset;
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
    EXPECT_NE(second->tag, first->tag);
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
