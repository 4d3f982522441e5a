// What operators see of a supplier's units.

#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>

#include "common/supplier/operator_routes.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using nlohmann::json;

http::Response ask(http::Router& router, const std::string& name = "",
                   const std::string& value = "", const std::string& token = "") {
    http::Request request;
    request.method = "GET";
    request.path = "/v1/operator/units";
    request.target = request.path;
    if (!name.empty()) request.query.add(name, value);
    if (!token.empty()) request.headers.set("Authorization", "Bearer " + token);
    std::promise<http::Response> answer;
    router.handle(request, [&](http::Response response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
}

class SupplierUnits : public testing::Test {
  protected:
    SupplierUnits() {
        world.ask(world.hold(1, "XX5", 2));
        world.ask(world.hold(2, "XX5"));
        world.ask(world.command(Command::confirm, 2, 1));
        world.ask(world.hold(3, "XX100", 3));
        add_operator_routes(router, {world.database, world.shop, "flight.XX", ""});
    }

    World world;
    http::Router router;
};

TEST_F(SupplierUnits, AreShownWithWhatIsFree) {
    const auto answer = ask(router);
    EXPECT_EQ(answer.status, 200);
    const auto body = json::parse(answer.body);
    EXPECT_EQ(body["more"], false);
    ASSERT_EQ(body["units"].size(), 2U);
    EXPECT_EQ(body["units"][1], (json{{"unit", unit_of("XX5")},
                                      {"capacity", 5},
                                      {"free", 2},
                                      {"held", 2},
                                      {"confirmed", 1},
                                      {"oversold", 0},
                                      {"sum_is_right", true}}));
}

TEST_F(SupplierUnits, ThatTheCatalogueLoweredAreShownWithWhatIsOversold) {
    const auto connection = world.database.connect();
    set_capacity(*connection, "XX5", 1);
    set_capacity(*connection, "XX10", 7);
    const auto shown = [&] { return json::parse(ask(router).body)["units"][1]; };
    const json oversold = {{"unit", unit_of("XX5")},
                           {"capacity", 3},
                           {"free", 0},
                           {"held", 2},
                           {"confirmed", 1},
                           {"oversold", 2},
                           {"sum_is_right", false}};
    EXPECT_EQ(shown(), oversold);
    set_capacity(*connection, "XX5", 3);
    EXPECT_EQ(shown()["oversold"], 0);
    EXPECT_EQ(world.unit(unit_of("XX100")), "3 held, 0 confirmed of 100");
}

TEST_F(SupplierUnits, FollowTheCatalogueWithTheNextClaim) {
    world.shop.flights["XX5"].seats = 7;
    EXPECT_EQ(world.ask(world.hold(4, "XX5", 4)), "held, held@0, 2000 BRL XX5");
    EXPECT_EQ(world.unit(unit_of("XX5")), "6 held, 1 confirmed of 7");
    world.shop.flights["XX5"].seats = 6;
    EXPECT_EQ(world.ask(world.hold(5, "XX5")), "refused (sold_out), refused@0");
    EXPECT_EQ(world.unit(unit_of("XX5")), "6 held, 1 confirmed of 6");
    EXPECT_EQ(world.ask(world.command(Command::confirm, 1, 1)), "confirmed, confirmed@1");
    EXPECT_EQ(world.ask(world.command(Command::cancel, 4)), "cancelled, cancelled@0");
    EXPECT_EQ(world.ask(world.hold(6, "XX5", 4)), "refused (sold_out), refused@0");
    EXPECT_EQ(world.ask(world.hold(7, "XX5", 3)), "held, held@0, 1500 BRL XX5");
}

TEST_F(SupplierUnits, AreRefusedWithASentenceWhereOneCannotBeRead) {
    const Values parameters{unit_of("XX5")};
    world.database.connect()->execute("UPDATE units SET held = 'x' WHERE id = ?", parameters);
    const auto answer = ask(router);
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(json::parse(answer.body)["detail"].get<std::string>().find("cannot be read"),
              std::string::npos);
    EXPECT_EQ(ask(router, "prefix", "XX100").status, 200);
}

TEST_F(SupplierUnits, AreAnsweredToAQuestionOverTheBus) {
    Question question{.id = hold_id(9).value,
                      .wait = std::chrono::seconds(1),
                      .reply_to = "session",
                      .about = UnitQuestion{"XX", "", 1}};
    const auto answer = [&] {
        world.send(question);
        world.run();
        return std::get<QuestionAnswer>(world.messages().at(0));
    };
    world.messages();
    const auto first = answer();
    EXPECT_EQ(first.id, question.id);
    EXPECT_EQ(first.from, "flight.XX");
    EXPECT_TRUE(first.more);
    EXPECT_EQ(std::get<UnitCounts>(first.offers), (UnitCounts{{unit_of("XX100"), 100, 97, 3, 0}}));
    question.about = UnitQuestion{"XX", unit_of("XX100"), 200};
    const auto second = answer();
    EXPECT_FALSE(second.more);
    EXPECT_EQ(std::get<UnitCounts>(second.offers), (UnitCounts{{unit_of("XX5"), 5, 2, 2, 1}}));
}

TEST_F(SupplierUnits, OfASupplierWithoutACatalogueAreNotChanged) {
    world.messages();
    world.send(Question{.id = hold_id(9).value,
                        .wait = std::chrono::seconds(1),
                        .reply_to = "session",
                        .about = CatalogueChange{world.clock.now(), "test", {{"XX5", {}, 9}}}});
    world.run();
    EXPECT_EQ(std::get<QuestionAnswer>(world.messages().at(0)).problem, "unknown_question");
    EXPECT_EQ(world.unit(unit_of("XX5")), "2 held, 1 confirmed of 5");
}

TEST_F(SupplierUnits, AreFoundByTheBeginningOfTheirId) {
    const auto found = [&](const std::string& prefix) {
        return json::parse(ask(router, "prefix", prefix).body)["units"].size();
    };
    EXPECT_EQ(found("XX"), 2U);
    EXPECT_EQ(found("XX5"), 1U);
    EXPECT_EQ(found(unit_of("XX5")), 1U);
    EXPECT_EQ(found("X~"), 0U);
    EXPECT_EQ(found("%"), 0U);
    EXPECT_EQ(found("xx"), 0U);
}

TEST_F(SupplierUnits, ComeInPages) {
    const auto first = json::parse(ask(router, "limit", "1").body);
    EXPECT_EQ(first["more"], true);
    ASSERT_EQ(first["units"].size(), 1U);
    const auto second = json::parse(ask(router, "after", first["units"][0]["unit"]).body);
    EXPECT_EQ(second["more"], false);
    ASSERT_EQ(second["units"].size(), 1U);
    EXPECT_NE(second["units"][0], first["units"][0]);
}

TEST_F(SupplierUnits, AQuestionThatCannotBeReadIsRefused) {
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"limit", "0"}, {"limit", "1001"}, {"limit", "x"}, {"prefix", "a b"}, {"after", "é"}};
    for (const auto& [name, value] : wrong) {
        const auto answer = ask(router, name, value);
        EXPECT_EQ(answer.status, 400) << name << "=" << value;
        EXPECT_EQ(json::parse(answer.body)["errors"][0]["pointer"], "/" + name);
    }
}

TEST_F(SupplierUnits, AreForOperatorsOnlyWhereThereIsAToken) {
    http::Router guarded;
    add_operator_routes(guarded, {world.database, world.shop, "flight.XX", "s3cret"});
    EXPECT_EQ(ask(guarded).status, 404);
    EXPECT_EQ(ask(guarded, "", "", "s3cre").status, 404);
    EXPECT_EQ(ask(guarded, "", "", "s3cret").status, 200);
}

}  // namespace
}  // namespace viaja::supplier
