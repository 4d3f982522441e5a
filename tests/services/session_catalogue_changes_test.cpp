// Operators change prices and capacities: asked of the supplier over the bus, and written down.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

const json kPrice = {
    {"address", "flight.I0"},
    {"reason", "the season"},
    {"items", {{{"item", "I01370"}, {"price", {{"amount", 45990}, {"currency", "BRL"}}}}}}};
const json kCapacity = {{"address", "hotel"},
                        {"reason", "a floor is closed"},
                        {"items", {{{"item", "htl_rec01_std"}, {"capacity", 3}}}}};

class OperatorsChanges : public testing::Test {
  protected:
    /// The supplier answers every change with this.
    void answer_with(const std::string& from, CatalogueChanged changed,
                     const std::string& problem = "") {
        parts.partner.on_question = [this, from, changed, problem](const Question& question) {
            QuestionAnswer answer;
            answer.id = question.id;
            answer.from = from;
            answer.offers = UnitCounts{};
            const auto* change = std::get_if<CatalogueChange>(&question.about);
            if (!change) return answer;
            asked.push_back(*change);
            answer.problem = problem;
            answer.offers = changed;
            return answer;
        };
    }
    HttpAnswer put(const std::string& what, const json& body) {
        return replica.call("PUT", "/v1/operator/" + what, body.dump());
    }
    json last_action() { return replica.call("GET", "/v1/operator/audit").body["actions"][0]; }

    SharedParts parts;
    std::vector<CatalogueChange> asked;
    Replica replica{parts, {.search_time = std::chrono::milliseconds(300)}};
};

TEST_F(OperatorsChanges, OfAPriceAreAnsweredWithWhatWasAndIs) {
    answer_with("flight.I0",
                {{{"I01370", {{103'190, "BRL"}, 174}, {{45'990, "BRL"}, 174}, 0}}, {}});
    const auto answer = put("prices", kPrice);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer.body["address"], "flight.I0");
    EXPECT_EQ(answer.body["items"], json::parse(R"([{"item":"I01370",
        "price_before":{"amount":103190,"currency":"BRL"},
        "price":{"amount":45990,"currency":"BRL"}}])"));
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_TRUE(asked[0].at.has_value());
    EXPECT_EQ(asked[0].reason, "the season");
    EXPECT_EQ(asked[0].items,
              (std::vector<ItemChange>{{"I01370", Money{45'990, "BRL"}, std::nullopt}}));
    const auto action = last_action();
    EXPECT_EQ(action["action"], "set_prices");
    EXPECT_EQ(action["reason"], "the season");
    EXPECT_EQ(action["detail"], "flight.I0: I01370 45990 BRL");
    EXPECT_EQ(action["outcome"], "accepted");
}

TEST_F(OperatorsChanges, OfACapacitySayWhatIsOversold) {
    answer_with("hotel", {{{"htl_rec01_std", {{25'500, "BRL"}, 6}, {{25'500, "BRL"}, 3}, 2}}, {}});
    const auto answer = put("capacities", kCapacity);
    ASSERT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer.body["items"], json::parse(R"([{"item":"htl_rec01_std",
        "capacity_before":6,"capacity":3,"oversold_units":2}])"));
    EXPECT_EQ(last_action()["action"], "set_capacities");
}

TEST_F(OperatorsChanges, ThatTheSupplierRefusesNameTheField) {
    const std::vector<std::pair<std::string, std::string>> refusals = {
        {"unknown_item", "not_found"},
        {"invalid_value", "invalid_field"},
        {"overtaken", "invalid_state"},
        {"too_late", "unavailable"},
        {"unknown_question", "supplier_refused"}};
    for (const auto& [problem, code] : refusals) {
        answer_with("flight.I0", {{}, {{"I01370", "price", "is wrong"}}}, problem);
        const auto answer = put("prices", kPrice);
        EXPECT_EQ(answer.code(), code);
        EXPECT_EQ(answer.body["side_effects"], "none");
        EXPECT_EQ(answer.body["errors"],
                  json::parse(R"([{"pointer":"/items/0/price","detail":"is wrong"}])"));
        EXPECT_EQ(last_action()["outcome"], problem);
    }
}

TEST_F(OperatorsChanges, WithoutAnAnswerMayHaveBeenMade) {
    const auto answer = put("prices", kPrice);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body["side_effects"], "possible");
    EXPECT_EQ(last_action()["outcome"], "begun");
    // Three silences, and the supplier is not asked any more.
    put("prices", kPrice);
    put("prices", kPrice);
    answer_with("flight.I0", {});
    const auto refused = put("prices", kPrice);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.body["side_effects"], "none");
    EXPECT_EQ(last_action()["outcome"], "supplier_unavailable");
    EXPECT_TRUE(asked.empty());
}

TEST_F(OperatorsChanges, ThatCannotBeReadAreAskedOfNoSupplier) {
    answer_with("flight.I0", {});
    for (const json& address :
         {json("payment"), json("flight.XX"), json("other.cars"), json(7), json(nullptr)}) {
        auto body = kPrice;
        body["address"] = address;
        EXPECT_EQ(put("prices", body).body["errors"][0]["pointer"], "/address") << address;
    }
    EXPECT_EQ(put("prices", kCapacity).body["errors"][0]["pointer"], "/items/0/price");
    auto no_reason = kPrice;
    no_reason.erase("reason");
    EXPECT_EQ(put("prices", no_reason).body["errors"][0]["pointer"], "/reason");
    auto unknown_currency = kPrice;
    unknown_currency["items"][0]["price"]["currency"] = "QQQ";
    EXPECT_EQ(put("prices", unknown_currency).body["errors"][0]["pointer"], "/items/0/price");
    EXPECT_EQ(put("prices", json::array()).code(), "malformed_json");
    EXPECT_TRUE(asked.empty());
    EXPECT_TRUE(replica.call("GET", "/v1/operator/audit").body["actions"].empty());
}

}  // namespace
}  // namespace viaja::session
