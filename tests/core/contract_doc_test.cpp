// The examples of docs/messages.md and docs/supplier.md are messages: each block marked as json is
// decoded, but for announcements, which docs_test reads.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

/// The blocks between ```json and ```; an example too long for one line is folded there, and JSON
/// does not mind.
std::vector<std::string> json_blocks(std::istream& document) {
    std::vector<std::string> blocks;
    bool inside = false;
    bool is_announcement = false;
    for (std::string line; std::getline(document, line);) {
        if (inside && line == "```") {
            inside = false;
        } else if (inside) {
            blocks.back() += line + "\n";
        } else if (line == "```json" && !is_announcement) {
            inside = true;
            blocks.emplace_back();
        }
        is_announcement = line.starts_with("<!-- message: service.");
    }
    return blocks;
}

std::vector<std::string> examples_of(const std::string& page) {
    std::ifstream document(page);
    EXPECT_TRUE(document) << page << ": run in the project root";
    return json_blocks(document);
}

std::set<std::string> types_shown(const std::string& page) {
    std::set<std::string> shown;
    for (const std::string& block : examples_of(page)) {
        for (const Decoded& decoded : decode(block)) {
            const auto* unreadable = std::get_if<Unreadable>(&decoded.item);
            EXPECT_EQ(unreadable, nullptr) << unreadable->reason << "\n" << block;
            if (!unreadable) shown.insert(type_of(std::get<Message>(decoded.item)));
        }
    }
    return shown;
}

TEST(ContractDoc, EveryExampleOfTheMessagesPageIsReadable) {
    EXPECT_EQ(types_shown("docs/messages.md"), message_types());
}

TEST(ContractDoc, TheSuppliersPageShowsAllThatASupplierReadsAndSends) {
    const std::set<std::string> expected = {"hold",          "confirm",
                                            "unconfirm",     "cancel",
                                            "expire",        "held",
                                            "refused",       "confirmed",
                                            "unconfirmed",   "cancelled",
                                            "expired",       "not_expired",
                                            "timeout",       "timeout-acknowledged",
                                            "check-session", "ask-units",
                                            "units",         "search-other",
                                            "other-offers",  "ask-prices",
                                            "prices"};
    EXPECT_EQ(types_shown("docs/supplier.md"), expected);
}

/// Without the white space that folds an example.
std::string compact(const std::string& json) {
    std::string text;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (!in_string && (c == ' ' || c == '\n')) continue;
        if (c == '"') in_string = !in_string;
        text.push_back(c);
        if (c == '\\') text.push_back(json[++i]);
    }
    return text;
}

void expect_written_as_it_stands(const std::string& page) {
    for (const std::string& block : examples_of(page)) {
        for (const Decoded& decoded : decode(block)) {
            const auto text = compact(decoded.text);
            const auto id = text.substr(text.find(R"("id":")") + 6, 36);
            EXPECT_EQ(encode(std::get<Message>(decoded.item), Uuid::parse(id).value(),
                             decoded.origin.context),
                      text);
        }
    }
}

TEST(ContractDoc, EveryExampleOfTheMessagesPageIsWrittenAsItStandsThere) {
    expect_written_as_it_stands("docs/messages.md");
}

TEST(ContractDoc, EveryExampleOfTheSuppliersPageIsWrittenAsItStandsThere) {
    expect_written_as_it_stands("docs/supplier.md");
}

}  // namespace
}  // namespace viaja
