// The examples of docs/messages.md are messages: each block marked as json is decoded.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "common/contract/encoding.hpp"

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
    EXPECT_EQ(shown, (std::set<std::string>{"hold",
                                            "confirm",
                                            "unconfirm",
                                            "cancel",
                                            "expire",
                                            "authorize",
                                            "capture",
                                            "void",
                                            "refund",
                                            "held",
                                            "refused",
                                            "confirmed",
                                            "unconfirmed",
                                            "cancelled",
                                            "expired",
                                            "not_expired",
                                            "authorized",
                                            "declined",
                                            "captured",
                                            "capture_refused",
                                            "voided",
                                            "refunded",
                                            "timeout",
                                            "check-session",
                                            "search-flights",
                                            "search-stays",
                                            "flight-offers",
                                            "stay-offers",
                                            "schedule-timeout",
                                            "timeout-scheduled",
                                            "timeout-ended",
                                            "timeout-refused",
                                            "timeout-acknowledged"}));
}

}  // namespace
}  // namespace viaja
