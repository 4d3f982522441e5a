// The examples of docs/messages.md are messages: each block marked as json is decoded.

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
    for (std::string line; std::getline(document, line);) {
        if (inside && line == "```") {
            inside = false;
        } else if (inside) {
            blocks.back() += line + "\n";
        } else if (line == "```json") {
            inside = true;
            blocks.emplace_back();
        }
    }
    return blocks;
}

TEST(ContractDoc, EveryExampleOfTheMessagesPageIsReadable) {
    std::ifstream document("docs/messages.md");
    ASSERT_TRUE(document) << "run in the project root";
    std::set<std::string> shown;
    for (const std::string& block : json_blocks(document)) {
        for (const Decoded& decoded : decode(block)) {
            const auto* unreadable = std::get_if<Unreadable>(&decoded.item);
            ASSERT_EQ(unreadable, nullptr) << unreadable->reason << "\n" << block;
            shown.insert(type_of(std::get<Message>(decoded.item)));
        }
    }
    EXPECT_EQ(shown, message_types());
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

TEST(ContractDoc, EveryExampleOfTheMessagesPageIsWrittenAsItStandsThere) {
    std::ifstream document("docs/messages.md");
    ASSERT_TRUE(document) << "run in the project root";
    for (const std::string& block : json_blocks(document)) {
        for (const Decoded& decoded : decode(block)) {
            EXPECT_EQ(
                encode(std::get<Message>(decoded.item), examples::kMessage, decoded.origin.context),
                compact(decoded.text));
        }
    }
}

}  // namespace
}  // namespace viaja
