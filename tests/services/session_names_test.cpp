// Names of travellers, as they are asked for and as rows keep them.

#include <gtest/gtest.h>

#include "session-service/store/hold_request.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

json wish_for(const std::vector<std::string>& names) {
    json travellers = json::array();
    for (const auto& name : names)
        travellers.push_back({{"name", name}});
    return {{"type", "flight"},     {"carrier", "I0"},          {"flight", "I01370"},
            {"date", "2027-02-01"}, {"quantity", names.size()}, {"travellers", travellers}};
}

TEST(TravellersNames, AreRefusedWithoutAVisibleCharacterOrWithAControlCharacter) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    for (const auto& name : {std::string(" "), std::string(1, '\0'), std::string("\n"),
                             std::string("\x1b[31mAna"), std::string("\u200b\u200d")}) {
        const auto wish = wish_for({"Ana Souza", name});
        const auto answer =
            replica.as_traveller("POST", replica.session_path("/holds"), wish.dump());
        EXPECT_EQ(answer.status, 400) << wish;
        EXPECT_EQ(answer.code(), "invalid_field");
        ASSERT_EQ(answer.body["errors"].size(), 1U) << answer.text;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/travellers/1/name");
    }
    const auto wish = wish_for({"Nguyễn Thị Minh", "D'Ávila-Núñez"});
    EXPECT_EQ(replica.as_traveller("POST", replica.session_path("/holds"), wish.dump()).status,
              201);
}

TEST(TravellersNames, ThatARowKeepsFromBeforeTheyWereCheckedAreRead) {
    EXPECT_EQ(hold_request_from_text(wish_for({" "}).dump()).travellers,
              std::vector<std::string>{" "});
}

}  // namespace
}  // namespace viaja::session
