// The operators' calls over HTTP: what they show of sagas that run or are stuck, and what they do.

#include <gtest/gtest.h>

#include "common/heartbeat/heartbeat_sender.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/operators/operator_view.hpp"
#include "tests/core/session_samples.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

constexpr const char* kNoSession = "0198c0de-0000-7000-8000-00000000dead";

class Operators : public testing::Test {
  protected:
    json sagas(const std::string& state) {
        const auto answer = replica.call("GET", "/v1/operator/sagas?state=" + state);
        EXPECT_EQ(answer.status, 200);
        return answer.body;
    }
    /// Waits until the session is in that state; every look is a request, and ten seconds its end.
    bool comes_to(const std::string& state) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < deadline) {
            if (replica.call("GET", replica.operator_path()).body["state"] == state) return true;
        }
        return false;
    }

    SharedParts parts;
    Partner& partner = parts.partner;
    Replica replica{parts};
};

TEST_F(Operators, SeeWhichSagaWaitsForWhichService) {
    partner.mute(Command::confirm);
    replica.open_and_hold();
    EXPECT_EQ(sagas("running")["total"], 0);
    EXPECT_EQ(replica.pay().status, 202);
    ASSERT_TRUE(partner.was_asked(Command::confirm, 3));
    const auto running = sagas("running");
    ASSERT_EQ(running["sagas"].size(), 1U);
    const auto& saga = running["sagas"][0];
    EXPECT_EQ(saga["session"], replica.session());
    EXPECT_EQ(saga["session_state"], "paying");
    EXPECT_EQ(saga["payment_state"], "authorized");
    EXPECT_EQ(saga["step"], nullptr) << "confirms are asked beside each other";
    EXPECT_EQ(saga["table"], "card/4");
    EXPECT_EQ(replica.call("GET", replica.operator_path()).body["table"], "card/4");
    ASSERT_EQ(saga["holds"].size(), 1U);
    const auto& asked = saga["holds"][0];
    EXPECT_EQ(asked["command"], "confirm");
    EXPECT_EQ(asked["address"], "flight.I0");
    EXPECT_EQ(asked["hold"], replica.hold());
    EXPECT_GE(asked["attempts"], 3);
    EXPECT_TRUE(asked["next_attempt_at"].is_string());
    EXPECT_TRUE(asked["gives_up_at"].is_string());
    EXPECT_EQ(saga["money_captured"]["amount"], 0);
    EXPECT_EQ(sagas("stuck")["sagas"].size(), 1U) << "three tries are many here";
}

TEST(OperatorView, NamesTheTableThatThisProgramDoesNotKnow) {
    auto session = held_session(2);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    session.saga->table = "card/99";
    derive_supplier_commands(session, kStart, kRules);
    const auto saga = saga_json(session, kRules);
    EXPECT_EQ(saga["table"], "card/99");
    EXPECT_EQ(saga["step"], nullptr);
    ASSERT_EQ(saga["holds"].size(), 2U);
    for (const auto& hold : saga["holds"]) {
        EXPECT_EQ(hold["command"], "confirm");
        EXPECT_EQ(hold["last_error"], "step_table_unknown");
        EXPECT_EQ(hold["stuck"], true);
    }
    const auto shown = operator_session_json(session, {}, kStart, kRules);
    EXPECT_EQ(shown["table"], "card/99");
    EXPECT_EQ(shown["holds"][0]["asking"]["stuck"], true);
}

TEST(OperatorView, NamesNoTableWithoutASaga) {
    const auto session = held_session(1);
    EXPECT_EQ(saga_json(session, kRules)["table"], nullptr);
    EXPECT_EQ(operator_session_json(session, {}, kStart, kRules)["table"], nullptr);
}

TEST_F(Operators, SeeTheAnswersThatWereIgnored) {
    replica.open_and_hold();
    ASSERT_EQ(replica.pay("wait=10").body["state"], "confirmed");
    EXPECT_EQ(replica.call("GET", replica.operator_path()).body["ignored_answers"], json::array());
    SupplierReply late;
    late.answer = Answer::confirmed;
    late.command = Command::confirm;
    late.session_id = SessionId::parse(replica.session()).value();
    late.hold = HoldId::parse(replica.hold()).value();
    late.attempt = 1;
    late.reference = "K7QX2M";
    late.row_state = "confirmed";
    parts.bus.publish({{"session", late}});
    Replica other(parts, {.other_coordinator = &replica.coordinator()});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    json seen;
    while (seen.empty() && std::chrono::steady_clock::now() < deadline)
        seen = other.call("GET", replica.operator_path()).body["ignored_answers"];
    ASSERT_EQ(seen.size(), 1U) << "any replica shows it";
    EXPECT_TRUE(parse_rfc3339(seen[0]["at"].get<std::string>()).has_value());
    seen[0].erase("at");
    EXPECT_EQ(seen[0], json({{"answer", "confirmed"},
                             {"command", "confirm"},
                             {"attempt", 1},
                             {"hold", replica.hold()},
                             {"from", "flight.I0"},
                             {"why", "not_pending"}}));
}

TEST_F(Operators, GiveUpAStepThatCanBeUndone) {
    partner.mute(Command::confirm);
    replica.open_and_hold();
    replica.pay();
    ASSERT_TRUE(partner.was_asked(Command::confirm, 1));
    const auto answer = replica.call("POST", replica.operator_path("/cancel"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body["step"]["command"], "void");
    EXPECT_EQ(answer.body["holds"][0]["asking"]["command"], "unconfirm");
    EXPECT_TRUE(comes_to("open"));
    const auto session = replica.call("GET", replica.operator_path()).body;
    EXPECT_EQ(session["payments"][0]["state"], "voided");
    EXPECT_EQ(session["payments"][0]["failure_reason"], "operator");
    const auto& timeline = session["timeline"];
    const auto told = std::ranges::any_of(
        timeline, [](const json& entry) { return entry["type"] == "operator.cancelled"; });
    EXPECT_TRUE(told) << timeline;
}

TEST_F(Operators, GiveUpOnlyWhatIsStillAsTheySawIt) {
    replica.open_and_hold();
    const auto path = replica.operator_path("/cancel");
    ASSERT_EQ(replica.pay("wait=10").body["state"], "confirmed");
    const auto late = replica.call("POST", path, R"({"state": "paying"})");
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.body["code"], "invalid_state");
    EXPECT_EQ(late.body["detail"], "The session is confirmed by now; nothing was given up.");
    for (const auto* wrong : {R"({"state": "sold"})", R"({"state": 1})"}) {
        const auto refused = replica.call("POST", path, wrong);
        EXPECT_EQ(refused.status, 400) << wrong;
        EXPECT_EQ(refused.body["errors"][0]["pointer"], "/state") << refused.body;
    }
    EXPECT_EQ(replica.call("GET", replica.operator_path()).body["state"], "confirmed");
    EXPECT_EQ(replica.call("POST", path, R"({"state": "confirmed"})").body["state"], "cancelling");
}

TEST_F(Operators, ArePagesOfThisServerWhereNoTokenIsRequired) {
    replica.open_and_hold();
    const auto cancel = replica.operator_path("/cancel");
    for (const char* origin : {"https://elsewhere.example", "null", "http://localhost:1"}) {
        const auto refused = replica.call("POST", cancel, "", {{"Origin", origin}});
        EXPECT_EQ(refused.status, 403) << origin;
        EXPECT_EQ(refused.code(), "foreign_page");
        EXPECT_EQ(replica.call("GET", replica.operator_path(), "", {{"Origin", origin}}).status,
                  200)
            << "the browser hides the answer from that page";
    }
    EXPECT_EQ(replica.call("GET", replica.operator_path()).body["state"], "open");
    EXPECT_EQ(replica.call("POST", cancel, "", {{"Origin", "http://localhost"}}).status, 200);
}

TEST_F(Operators, CannotUndoACaptureThatIsPendingButMayAskForIt) {
    partner.mute(Command::capture);
    replica.open_and_hold();
    replica.pay();
    ASSERT_TRUE(partner.was_asked(Command::capture, 3));
    const auto refused = replica.call("POST", replica.operator_path("/cancel"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "capture_pending");
    EXPECT_EQ(refused.body["session_state"], "paying");
    partner.say_yes(Command::capture);
    EXPECT_EQ(replica.call("POST", replica.operator_path("/retry"), "{}").status, 200);
    EXPECT_TRUE(comes_to("confirmed"));
    const auto session = replica.call("GET", replica.operator_path()).body;
    EXPECT_EQ(session["money_captured"]["amount"], 1000);
    EXPECT_EQ(session["step"], nullptr);
}

TEST_F(Operators, GiveASoldTripBackAndSeeWhyTheGatewayRefuses) {
    partner.refuse(Command::refund, "under_review");
    replica.open_and_hold();
    ASSERT_EQ(replica.pay("wait=10").status, 200);
    EXPECT_EQ(replica.call("POST", replica.operator_path("/cancel")).body["state"], "cancelling");
    ASSERT_TRUE(partner.was_asked(Command::refund, 4));
    const auto stuck = sagas("stuck");
    ASSERT_EQ(stuck["sagas"].size(), 1U);
    EXPECT_EQ(stuck["sagas"][0]["step"]["command"], "refund");
    EXPECT_EQ(stuck["sagas"][0]["step"]["address"], "payment");
    EXPECT_EQ(stuck["sagas"][0]["step"]["last_error"], "under_review");
    EXPECT_EQ(stuck["sagas"][0]["step"]["stuck"], true);
    EXPECT_EQ(stuck["sagas"][0]["money_captured"]["amount"], 1000);
    partner.say_yes(Command::refund);
    replica.call("POST", replica.operator_path("/retry"));
    EXPECT_TRUE(comes_to("cancelled"));
    EXPECT_EQ(sagas("stuck")["total"], 0);
}

TEST_F(Operators, SeeAVoidThatTheGatewayRefuses) {
    partner.refuse(Command::confirm, "overbooked");
    partner.refuse(Command::void_, "under_review");
    replica.open_and_hold();
    replica.pay();
    ASSERT_TRUE(partner.was_asked(Command::void_, 4));
    const auto stuck = sagas("stuck");
    ASSERT_EQ(stuck["sagas"].size(), 1U);
    EXPECT_EQ(stuck["sagas"][0]["step"]["command"], "void");
    EXPECT_EQ(stuck["sagas"][0]["step"]["last_error"], "under_review");
}

TEST_F(Operators, WriteOffAReleaseThatItsSupplierWillNeverAnswer) {
    partner.mute(Command::cancel);
    replica.open_and_hold();
    EXPECT_EQ(replica.call("POST", replica.operator_path("/cancel")).body["state"], "cancelled");
    ASSERT_TRUE(partner.was_asked(Command::cancel, 4));
    const auto stuck = sagas("stuck");
    ASSERT_EQ(stuck["sagas"].size(), 1U);
    EXPECT_EQ(stuck["sagas"][0]["step"], nullptr);
    EXPECT_EQ(stuck["sagas"][0]["holds"][0]["command"], "cancel");
    EXPECT_EQ(stuck["sagas"][0]["holds"][0]["stuck"], true);
    const auto path = replica.operator_path("/holds/" + replica.hold() + "/write-off");
    EXPECT_EQ(replica.call("POST", path, R"({"reason":""})").code(), "invalid_field");
    EXPECT_EQ(replica.call("POST", path, R"({"reason":7})").code(), "invalid_field");
    EXPECT_EQ(replica.call("POST", path).status, 415);
    const auto done = replica.call("POST", path, R"({"reason":"The airline is gone."})");
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(done.body["holds"][0]["state"], "releasing");
    EXPECT_EQ(done.body["holds"][0]["written_off"], "The airline is gone.");
    EXPECT_EQ(sagas("stuck")["total"], 0);
    ASSERT_TRUE(partner.was_asked(Command::cancel, 6)) << "it is still asked for";
    EXPECT_EQ(sagas("stuck")["total"], 0);
    partner.say_yes(Command::cancel);
    replica.call("POST", replica.operator_path("/retry"));
    const auto late = replica.call("POST", path, R"({"reason":"again"})");
    EXPECT_TRUE(late.status == 200 || late.code() == "invalid_state");
}

TEST_F(Operators, WriteOffOnlyWhatIsReleasing) {
    replica.open_and_hold();
    const std::string body = R"({"reason":"why not"})";
    const auto held = replica.call(
        "POST", replica.operator_path("/holds/" + replica.hold() + "/write-off"), body);
    EXPECT_EQ(held.status, 409);
    EXPECT_EQ(held.code(), "invalid_state");
    const auto unknown = replica.call(
        "POST", replica.operator_path(std::string("/holds/") + kNoSession + "/write-off"), body);
    EXPECT_EQ(unknown.status, 404);
}

TEST_F(Operators, PageThroughTheSagasByTheirSessions) {
    partner.mute(Command::authorize);
    std::set<std::string> sessions;
    for (int i = 0; i < 5; ++i) {
        replica.open_and_hold();
        replica.pay();
        sessions.insert(replica.session());
    }
    std::vector<std::string> seen;
    std::string after;
    for (int page = 0; page < 3; ++page) {
        const auto answer = replica.call("GET", "/v1/operator/sagas?limit=2" + after).body;
        EXPECT_EQ(answer["total"], 5);
        EXPECT_EQ(answer["more"], page < 2);
        for (const auto& saga : answer["sagas"])
            seen.push_back(saga["session"]);
        after = "&after=" + seen.back();
    }
    EXPECT_EQ(seen, (std::vector<std::string>(sessions.begin(), sessions.end())));
}

TEST_F(Operators, GetTheFieldThatIsWrongInTheirQuestion) {
    for (const char* query : {"state=lost", "limit=0", "limit=201", "limit=x", "after=7"}) {
        const auto answer = replica.call("GET", std::string("/v1/operator/sagas?") + query);
        EXPECT_EQ(answer.code(), "invalid_field") << query;
    }
    for (const char* query :
         {"state=lost", "limit=0", "after=7", "reference=K7QX2M&limit=0",
          "reference=K7QX2M&limit=false", "reference=K7QX2M&state=open",
          "reference=K7QX2M&after=0198c0de-0000-7000-8000-000000000001", "reference=%C3%A9"}) {
        const auto answer = replica.call("GET", std::string("/v1/operator/sessions?") + query);
        EXPECT_EQ(answer.code(), "invalid_field") << query;
    }
    for (const std::string& id : {std::string(kNoSession), std::string("7")}) {
        EXPECT_EQ(replica.call("GET", "/v1/operator/sessions/" + id).status, 404);
        EXPECT_EQ(replica.call("POST", "/v1/operator/sessions/" + id + "/retry").status, 404);
        EXPECT_EQ(replica.call("POST", "/v1/operator/sessions/" + id + "/cancel").status, 404);
    }
}

TEST_F(Operators, SeeWhichProcessesAreAlive) {
    EXPECT_EQ(replica.call("GET", "/v1/operator/services").body["services"].size(), 0U);
    HeartbeatSender heartbeat_sender(parts.bus, parts.clock, parts.random, "flight-service",
                                     "flight.I0", "0.1.0");
    heartbeat_sender.serve_http_at("http://127.0.0.1:8081");
    parts.bus.announce("service.alive", "not json");
    heartbeat_sender.announce();
    json services;
    for (int look = 0; look < 1'000 && services.empty(); ++look)
        services = replica.call("GET", "/v1/operator/services").body["services"];
    ASSERT_EQ(services.size(), 1U);
    EXPECT_EQ(services[0]["address"], "flight.I0");
    EXPECT_EQ(services[0]["state"], "alive");
    EXPECT_EQ(services[0]["http"], "http://127.0.0.1:8081");
}

TEST(OperatorsToken, IsRequiredByEveryCall) {
    SharedParts parts;
    Replica replica(parts, {.operator_token = "s3cret-of-operators"});
    replica.open_and_hold();
    const std::vector<std::pair<std::string, std::string>> calls = {
        {"GET", "/v1/operator/sagas"},
        {"GET", replica.operator_path()},
        {"POST", replica.operator_path("/retry")},
        {"POST", replica.operator_path("/cancel")},
        {"POST", replica.operator_path("/holds/" + replica.hold() + "/write-off")},
        {"GET", "/v1/operator/dead-letters"},
        {"POST", "/v1/operator/dead-letters/hotel~1/requeue"},
        {"DELETE", "/v1/operator/dead-letters/hotel~1"},
        {"GET", "/v1/operator/services"},
        {"GET", "/v1/operator/breakers"},
        {"GET", "/v1/operator/sessions"},
        {"GET", "/v1/operator/units?address=hotel"},
        {"PUT", "/v1/operator/prices"},
        {"PUT", "/v1/operator/capacities"},
        {"GET", "/v1/operator/audit"}};
    for (const auto& [method, path] : calls) {
        for (const char* token :
             {"", "Bearer ", "Bearer s3cret-of-operator", "Bearer s3cret-of-operatorss",
              "Basic s3cret-of-operators", "Bearer S3cret-of-operators"}) {
            const auto answer = replica.call(method, path, "", {{"Authorization", token}});
            EXPECT_EQ(answer.status, 404) << method << " " << path << " " << token;
            EXPECT_EQ(answer.code(), "not_found");
        }
    }
    EXPECT_EQ(replica.as_traveller("GET", replica.session_path()).body["state"], "open")
        << "nothing has happened";
    const auto answer = replica.call("GET", "/v1/operator/sagas", "",
                                     {{"Authorization", "Bearer s3cret-of-operators"}});
    EXPECT_EQ(answer.status, 200);
}

}  // namespace
}  // namespace viaja::session
