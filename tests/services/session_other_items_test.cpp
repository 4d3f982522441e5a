// Items that their supplier describes, over HTTP: a supplier that announces itself can be searched,
// and what it sells is held, shown and paid like everything else.

#include <gtest/gtest.h>

#include "common/contract/topology.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

const json kDescription = {
    {"kind", "Rental car"},
    {"kind_pt", "Carro de aluguel"},
    {"title", "Economy car"},
    {"title_pt", "Carro econômico"},
    {"details",
     {{{"name", "Gearbox"}, {"name_pt", "Câmbio"}, {"value", "manual"}, {"value_pt", "manual"}}}},
    {"near", "REC"},
    {"starts_at", "2099-12-20T13:00:00.000Z"},
    {"starts_at_local", "2099-12-20T10:00"}};

/// A traveller with a session, and a supplier of cars that answers searches.
class OtherItems : public testing::Test {
  protected:
    OtherItems() {
        parts_.partner.on_question = [this](const Question& question) {
            asked_ = std::get<OtherQuestion>(question.about);
            QuestionAnswer answer{question.id, "other.cars", "", OtherOffers{}};
            if (asked_.after) return answer;
            const OtherItem item{"cars", "eco-rec", asked_.from, asked_.until};
            answer.offers = OtherOffers{{held_car(item), 3, {11'900 * asked_.quantity, "BRL"}}};
            answer.more = true;
            return answer;
        };
        replica_.open();
    }
    void announce(const std::string& address) {
        HeartbeatSender sender(parts_.bus, parts_.clock, parts_.random, "cars", address, "1");
        sender.announce();
    }
    bool sells(const std::string& supplier) {
        return eventually([&] {
            const auto names = replica_.call("GET", "/v1/other/suppliers").body["suppliers"];
            return std::ranges::find(names, json(supplier)) != names.end();
        });
    }
    HttpAnswer search(const std::string& query) {
        return replica_.call("GET", "/v1/other/search?" + query);
    }
    HttpAnswer hold(const json& body) {
        return replica_.as_traveller("POST", replica_.session_path("/holds"), body.dump());
    }
    static json wish(int quantity = 1) {
        return {{"type", "other"},    {"supplier", "cars"},  {"item_id", "eco-rec"},
                {"from", day_in(20)}, {"until", day_in(22)}, {"quantity", quantity}};
    }

    SharedParts parts_;
    OtherQuestion asked_;
    Replica replica_{parts_};
};

TEST_F(OtherItems, AreSoldBySuppliersThatHaveAnnouncedThemselves) {
    EXPECT_EQ(replica_.call("GET", "/v1/other/suppliers").body,
              (json{{"suppliers", json::array()}}));
    const auto unknown = hold(wish());
    EXPECT_EQ(unknown.status, 400);
    EXPECT_EQ(unknown.body["errors"],
              (json::array(
                  {{{"pointer", "/supplier"}, {"detail", "is not a supplier of this system"}}})));
    announce("other.Cars");
    announce("event");
    announce("other.cars");
    ASSERT_TRUE(sells("cars"));
    EXPECT_EQ(replica_.call("GET", "/v1/other/suppliers").body, (json{{"suppliers", {"cars"}}}));
    EXPECT_EQ(hold(wish()).status, 201);
}

TEST_F(OtherItems, AreShownAsTheirSupplierDescribesThemAndPaidWithAFlight) {
    announce("other.cars");
    ASSERT_TRUE(sells("cars"));
    const json flight = {{"type", "flight"},   {"carrier", "I0"},
                         {"flight", "I01370"}, {"date", "2027-02-01"},
                         {"quantity", 1},      {"travellers", {{{"name", "Ana Souza"}}}}};
    const auto held = hold({{"items", {flight, wish()}}});
    ASSERT_EQ(held.status, 201) << held.text;
    json expected = kDescription;
    for (const char* member : {"type", "supplier", "item_id", "from", "until"})
        expected[member] = wish()[member];
    EXPECT_EQ(held.body["holds"][1]["item"], expected);
    const json pay = {
        {"method", "card"}, {"token", "tok_ok"}, {"amount", held.body["session"]["total"]}};
    const auto paid =
        replica_.as_traveller("POST", replica_.session_path("/payments"), pay.dump(), "wait=20");
    ASSERT_EQ(paid.status, 200) << paid.text;
    EXPECT_EQ(paid.body["state"], "confirmed");
    EXPECT_EQ(paid.body["booking_references"].size(), 2U);
}

TEST_F(OtherItems, AreRefusedInWords) {
    announce("other.cars");
    ASSERT_TRUE(sells("cars"));
    parts_.partner.refuse_kind("other", "sold_out");
    const auto refused = hold(wish());
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.body["detail"],
              "Not enough is left of eco-rec " + day_in(20) + "/" + day_in(22) + ".");
}

TEST_F(OtherItems, NameEveryMemberThatIsWrong) {
    const auto pointers_of = [](const HttpAnswer& answer) {
        std::vector<std::string> pointers;
        for (const auto& error : answer.body["errors"])
            pointers.push_back(error["pointer"]);
        return pointers;
    };
    using Pointers = std::vector<std::string>;
    EXPECT_EQ(pointers_of(hold({{"type", "other"}, {"supplier", "a/b"}, {"quantity", 10}})),
              (Pointers{"/supplier", "/item_id", "/from", "/until", "/quantity"}));
    auto backwards = wish();
    backwards["until"] = day_in(19);
    EXPECT_EQ(pointers_of(hold(backwards)), Pointers{"/until"});
    auto named = wish(2);
    named["travellers"] = {{{"name", "Ana Souza"}}};
    EXPECT_EQ(pointers_of(hold(named)), Pointers{"/travellers"});
}

TEST_F(OtherItems, AreFoundByCityAndDaysAndBehindTheLastOffer) {
    announce("other.cars");
    ASSERT_TRUE(sells("cars"));
    const std::string query = "supplier=cars&from=" + day_in(9) + "&until=" + day_in(12);
    const auto found = search(query + "&city=Rio%20de%20Janeiro&quantity=2");
    ASSERT_EQ(found.status, 200) << found.text;
    json offer = kDescription;
    offer.update({{"type", "other"},
                  {"supplier", "cars"},
                  {"item_id", "eco-rec"},
                  {"from", day_in(9)},
                  {"until", day_in(12)},
                  {"left", 3},
                  {"price", {{"amount", 23'800}, {"currency", "BRL"}}}});
    EXPECT_EQ(found.body["offers"], json::array({offer}));
    EXPECT_EQ(found.body["missing"], json::array());
    EXPECT_EQ(found.body["next"], "2099-12-20T10:00/eco-rec");
    EXPECT_EQ(asked_.near, (std::vector<std::string>{"GIG", "SDU"}));
    const auto rest = search(query + "&city=GIG&after=2099-12-20T10:00/eco-rec");
    EXPECT_EQ(rest.body["more"], false);
    EXPECT_EQ(asked_.after, (OtherPlace{"2099-12-20T10:00", "eco-rec"}));
    search("supplier=cars&city=GIG&from=" + day_in(9));
    EXPECT_EQ(asked_.until, asked_.from);
}

TEST_F(OtherItems, SearchNamesWhatIsWrong) {
    announce("other.cars");
    ASSERT_TRUE(sells("cars"));
    const std::string good = "supplier=cars&city=GIG&from=" + day_in(9);
    const std::pair<std::string, std::string> wrong[] = {
        {"city=GIG&from=" + day_in(9), "/supplier"},
        {"supplier=boats&city=GIG&from=" + day_in(9), "/supplier"},
        {"supplier=cars&from=" + day_in(9), "/city"},
        {"supplier=cars&city=GIG", "/from"},
        {"supplier=cars&city=GIG&from=" + day_in(-2), "/from"},
        {good + "&until=" + day_in(8), "/until"},
        {good + "&until=" + day_in(40), "/until"},
        {good + "&quantity=10", "/quantity"},
        {good + "&after=eco-rec", "/after"},
        {good + "&after=2099-12-20T10:00/", "/after"},
    };
    for (const auto& [query, pointer] : wrong) {
        const auto answer = search(query);
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], pointer) << query;
    }
}

}  // namespace
}  // namespace viaja::session
