// What operators look for: sessions by reference and state, and the units of a supplier.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

class OperatorsLists : public testing::Test {
  protected:
    HttpAnswer ask(const std::string& path) { return replica.call("GET", "/v1/operator" + path); }
    std::vector<std::string> sessions(const std::string& query) {
        const auto answer = ask("/sessions" + query);
        EXPECT_EQ(answer.status, 200) << answer.text;
        std::vector<std::string> ids;
        for (const auto& session : answer.body["sessions"])
            ids.push_back(session["session"]);
        return ids;
    }

    SharedParts parts;
    Replica replica{parts};
};

TEST_F(OperatorsLists, FindTheSessionOfABookingReference) {
    replica.open_and_hold();
    const auto sold = replica.pay("wait=10").body;
    ASSERT_EQ(sold["state"], "confirmed");
    const std::string reference = sold["booking_references"][0]["reference"];
    const auto session = replica.session();
    replica.open_and_hold();
    const auto answer = ask("/sessions?reference=" + reference).body;
    ASSERT_EQ(answer["sessions"].size(), 1U);
    const auto& found = answer["sessions"][0];
    EXPECT_EQ(found["session"], session);
    EXPECT_EQ(found["state"], "confirmed");
    EXPECT_EQ(found["booking_references"], sold["booking_references"]);
    EXPECT_EQ(found["money_captured"], sold["total"]);
    EXPECT_EQ(answer["more"], false);
    EXPECT_EQ(sessions("?reference=NOSUCH"), std::vector<std::string>{});
}

TEST_F(OperatorsLists, FindSessionsByStateTheNewestFirst) {
    std::vector<std::string> open;
    for (int i = 0; i < 3; ++i) {
        replica.open_and_hold();
        open.insert(open.begin(), replica.session());
    }
    replica.open_and_hold();
    ASSERT_EQ(replica.call("POST", replica.operator_path("/cancel")).body["state"], "cancelled");
    EXPECT_EQ(sessions("?state=open"), open);
    EXPECT_EQ(sessions("?state=cancelled"), std::vector<std::string>{replica.session()});
    EXPECT_EQ(sessions("?state=paying"), std::vector<std::string>{});
    EXPECT_EQ(sessions("").size(), 4U);
    const auto first = ask("/sessions?state=open&limit=2").body;
    EXPECT_EQ(first["more"], true);
    EXPECT_EQ(first["sessions"].size(), 2U);
    const auto rest = sessions("?state=open&limit=2&after=" + first["next"].get<std::string>());
    EXPECT_EQ(rest, std::vector<std::string>{open[2]});
}

TEST_F(OperatorsLists, SayWhatIsWrongWithTheQuestion) {
    for (const char* query : {"state=lost", "after=7", "limit=0", "limit=201",
                              "reference=", "reference=K7QX2M&state=open", "reference=%20"}) {
        EXPECT_EQ(ask(std::string("/sessions?") + query).code(), "invalid_field") << query;
    }
    for (const char* query :
         {"", "address=payment", "address=flight.XX", "address=hotel&limit=0",
          "address=hotel&limit=201", "address=hotel&prefix=%20", "address=hotel&after=%C3%A9"}) {
        EXPECT_EQ(ask(std::string("/units?") + query).code(), "invalid_field") << query;
    }
}

TEST_F(OperatorsLists, ShowTheUnitsOfASupplier) {
    UnitQuestion asked;
    parts.partner.on_question = [&](const Question& question) {
        asked = std::get<UnitQuestion>(question.about);
        QuestionAnswer answer;
        answer.id = question.id;
        answer.from = "flight.I0";
        answer.offers = UnitCounts{{"I01370/2026-12-20", 174, 171, 1, 2},
                                   {"I01370/2026-12-21", 170, 0, 2, 170}};
        answer.more = true;
        return answer;
    };
    const auto answer = ask("/units?address=flight.I0&prefix=I01370/&after=I0&limit=2");
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(asked, (UnitQuestion{"I01370/", "I0", 2}));
    EXPECT_EQ(answer.body["address"], "flight.I0");
    EXPECT_EQ(answer.body["more"], true);
    EXPECT_EQ(answer.body["units"], json::parse(R"([
        {"unit":"I01370/2026-12-20","capacity":174,"free":171,"held":1,"confirmed":2,
         "oversold":0,"sum_is_right":true},
        {"unit":"I01370/2026-12-21","capacity":172,"free":0,"held":2,"confirmed":170,
         "oversold":2,"sum_is_right":false}])"));
}

TEST(OperatorsUnits, OfASilentSupplierAreUnavailable) {
    SharedParts parts;
    Replica replica(parts, {.search_time = std::chrono::milliseconds(50)});
    const auto answer = replica.call("GET", "/v1/operator/units?address=hotel");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "unavailable");
    EXPECT_EQ(answer.body["side_effects"], "none");
}

}  // namespace
}  // namespace viaja::session
