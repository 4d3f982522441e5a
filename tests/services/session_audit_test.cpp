// What operators did, as the audit log shows it.

#include <gtest/gtest.h>

#include "common/ports/errors.hpp"
#include "tests/services/session_http_world.hpp"
#include "tests/services/unreliable_database.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// A broker with one dead letter, `hotel~one`.
class OneLetter : public DeadLetters {
  public:
    std::vector<DeadLetter> list(std::size_t) override { return {}; }
    bool requeue(const std::string& address, const std::string& id) override {
        return remove(address, id);
    }
    bool remove(const std::string& address, const std::string& id) override {
        if (is_away) throw Unavailable("the broker is unavailable");
        return address == "hotel" && id == "one" && is_there.exchange(false);
    }
    std::atomic<bool> is_away = false;
    std::atomic<bool> is_there = true;
};

class OperatorsAudit : public testing::Test {
  protected:
    json actions(const std::string& query = "") {
        const auto answer = replica.call("GET", "/v1/operator/audit" + query);
        EXPECT_EQ(answer.status, 200) << answer.text;
        return answer.body["actions"];
    }

    SharedParts parts;
    OneLetter letters;
    Replica replica{parts, {.dead_letters = &letters}};
};

TEST_F(OperatorsAudit, NamesWhatWasDoneToWhatAndWhy) {
    EXPECT_EQ(actions(), json::array());
    replica.open_and_hold();
    const auto answer =
        replica.call("POST", replica.operator_path("/retry"), R"({"reason":"the hotel is back"})");
    ASSERT_EQ(answer.status, 200);
    const auto seen = actions();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0]["action"], "retry");
    EXPECT_EQ(seen[0]["session"], replica.session());
    EXPECT_EQ(seen[0]["reason"], "the hotel is back");
    EXPECT_EQ(seen[0]["client"], "127.0.0.1");
    EXPECT_EQ(seen[0]["token"], nullptr) << "none is required here";
    EXPECT_EQ(seen[0]["request_id"], answer.headers.at("X-Request-Id"));
    EXPECT_EQ(seen[0]["outcome"], "accepted");
    EXPECT_TRUE(parse_rfc3339(seen[0]["at"].get<std::string>()).has_value());
}

TEST_F(OperatorsAudit, HasRefusalsWithTheirReason) {
    replica.open_and_hold();
    const auto path = replica.operator_path("/holds/" + replica.hold() + "/write-off");
    EXPECT_EQ(replica.call("POST", path, R"({"reason":"it is closed"})").status, 409);
    const auto seen = actions();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0]["action"], "write_off");
    EXPECT_EQ(seen[0]["hold"], replica.hold());
    EXPECT_EQ(seen[0]["outcome"], "invalid_state");
    EXPECT_NE(seen[0]["detail"].get<std::string>().find("only one that is releasing"),
              std::string::npos);
}

TEST_F(OperatorsAudit, IsOfOneSessionWhereThatIsAsked) {
    replica.open_and_hold();
    const auto first = replica.session();
    replica.call("POST", replica.operator_path("/cancel"));
    replica.open_and_hold();
    replica.call("POST", replica.operator_path("/retry"));
    const auto all = actions();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["action"], "retry") << "the newest first";
    const auto of_first = actions("?session=" + first);
    ASSERT_EQ(of_first.size(), 1U);
    EXPECT_EQ(of_first[0]["action"], "give_up");
}

TEST_F(OperatorsAudit, ComesInPages) {
    replica.open_and_hold();
    for (int i = 0; i < 5; ++i)
        replica.call("POST", replica.operator_path("/retry"));
    std::set<std::string> ids;
    std::string after;
    for (int page = 0; page < 3; ++page) {
        const auto answer = replica.call("GET", "/v1/operator/audit?limit=2" + after).body;
        EXPECT_EQ(answer["more"], page < 2);
        for (const auto& action : answer["actions"])
            ids.insert(action["id"]);
        after = "&after=" + answer["actions"].back()["id"].get<std::string>();
    }
    EXPECT_EQ(ids.size(), 5U);
    for (const char* query : {"?limit=0", "?limit=201", "?session=7", "?after=7"}) {
        EXPECT_EQ(replica.call("GET", std::string("/v1/operator/audit") + query).code(),
                  "invalid_field")
            << query;
    }
}

TEST_F(OperatorsAudit, HasNothingOfARequestThatSaysNothingUsable) {
    replica.open_and_hold();
    for (const char* body : {R"({"reason":7})", R"({"reason":" "})", R"({"reason":"a\nb"})"}) {
        EXPECT_EQ(replica.call("POST", replica.operator_path("/retry"), body).code(),
                  "invalid_field")
            << body;
    }
    EXPECT_EQ(actions(), json::array());
}

TEST_F(OperatorsAudit, HasDeadLettersWithTheirOutcome) {
    const std::string letter = "/v1/operator/dead-letters/hotel~one";
    EXPECT_EQ(replica.call("POST", letter + "/requeue").status, 204);
    EXPECT_EQ(replica.call("DELETE", letter).status, 404);
    const auto seen = actions();
    ASSERT_EQ(seen.size(), 2U) << "one row an action, also where it was written twice";
    // Ids order actions by the millisecond, and both may have the same one.
    const std::size_t requeued = seen[0]["action"] == "requeue" ? 0 : 1;
    EXPECT_EQ(seen[requeued]["action"], "requeue");
    EXPECT_EQ(seen[requeued]["outcome"], "accepted");
    EXPECT_EQ(seen[requeued]["dead_letter"], "hotel~one");
    EXPECT_FALSE(seen[requeued].contains("session"));
    EXPECT_EQ(seen[1 - requeued]["action"], "drop");
    EXPECT_EQ(seen[1 - requeued]["outcome"], "not_found");
}

TEST_F(OperatorsAudit, SaysThatADeadLetterMayHaveBeenSentWhereTheBrokerWasLost) {
    letters.is_away = true;
    EXPECT_EQ(replica.call("POST", "/v1/operator/dead-letters/hotel~one/requeue").status, 503);
    const auto seen = actions();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0]["outcome"], "begun");
}

TEST(OperatorsAuditWithoutDatabase, MeansThatNothingIsDone) {
    SharedParts parts;
    OneLetter letters;
    test::UnreliableDatabase database(parts.database);
    Replica replica(parts, {.dead_letters = &letters, .database_of_reads = &database});
    database.puts_fail = true;
    const auto answer = replica.call("DELETE", "/v1/operator/dead-letters/hotel~one");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body["side_effects"], "none");
    EXPECT_TRUE(letters.is_there);
    EXPECT_EQ(replica.call("GET", "/v1/operator/audit").body["actions"], json::array());
}

TEST(OperatorsAuditToken, IsNamedWithoutBeingShown) {
    SharedParts parts;
    Replica replica(parts, {.operator_token = "password"});
    replica.open_and_hold();
    const std::vector<std::pair<std::string, std::string>> token = {
        {"Authorization", "Bearer password"}};
    ASSERT_EQ(replica.call("POST", replica.operator_path("/retry"), "", token).status, 200);
    const auto seen = replica.call("GET", "/v1/operator/audit", "", token).body["actions"];
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0]["token"], "5e884898") << "SHA-256 of \"password\" begins so";
}

}  // namespace
}  // namespace viaja::session
