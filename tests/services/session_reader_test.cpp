// The reader beside the pipeline: many reads in one, and what a row that cannot be read does to
// them.

#include <gtest/gtest.h>

#include <future>
#include <map>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

void damage(SharedParts& parts, const std::string& session_id) {
    const Values parameters{session_id};
    ASSERT_EQ(parts.database.connect()->execute("UPDATE sessions SET state = 'x' WHERE id = ?",
                                                parameters),
              1);
}

TEST(SessionViews, ARowThatCannotBeReadFailsItsOwnReadAlone) {
    SharedParts parts;
    Replica replica(parts);
    std::vector<SessionId> ids;
    for (int i = 0; i < 20; ++i) {
        replica.open_and_hold();
        ids.push_back(SessionId::parse(replica.session()).value());
    }
    const auto bad = ids.at(7);
    damage(parts, bad.text());
    SessionReader reader(parts.database);
    // What is asked while the reader is busy is read in one batch.
    std::promise<void> go_on;
    reader.ask([&](Connection*) { go_on.get_future().wait(); });
    std::map<SessionId, std::promise<std::optional<SessionView>>> answers;
    for (const auto& id : ids) {
        answers[id];
        reader.read(id, [&answers, id](std::optional<SessionView> view) {
            answers.at(id).set_value(std::move(view));
        });
    }
    go_on.set_value();
    for (const auto& id : ids) {
        const auto view = answers.at(id).get_future().get();
        ASSERT_TRUE(view.has_value()) << "the database is there";
        EXPECT_EQ(view->unreadable, id == bad);
        EXPECT_EQ(view->session != nullptr, id != bad);
    }
}

TEST(SessionViews, ATimelineThatCannotBeReadFailsItsOwnRead) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    const Values parameters{replica.session()};
    parts.database.connect()->execute("UPDATE timeline SET hold_id = 'x' WHERE session_id = ?",
                                      parameters);
    EXPECT_EQ(replica.as_traveller("GET", replica.session_path()).status, 200);
    const auto refused = replica.as_traveller("GET", replica.session_path("/timeline"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.body["detail"].get<std::string>().find("cannot be read"), std::string::npos);
}

TEST(SessionViews, AnOwnerThatCannotBeReadFailsItsOwnReadAlone) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    const auto good = SessionId::parse(replica.session()).value();
    replica.open_and_hold();
    const auto bad = SessionId::parse(replica.session()).value();
    const Values parameters{bad.text()};
    parts.database.connect()->execute("UPDATE sessions SET token_hash = X'00' WHERE id = ?",
                                      parameters);
    SessionReader reader(parts.database);
    std::promise<void> go_on;
    reader.ask([&](Connection*) { go_on.get_future().wait(); });
    std::map<SessionId, std::promise<std::optional<SessionView>>> answers;
    for (const auto& id : {good, bad}) {
        answers[id];
        reader.read(id, "a hash", [&answers, id](std::optional<SessionView> view) {
            answers.at(id).set_value(std::move(view));
        });
    }
    go_on.set_value();
    const auto view_of_good = answers.at(good).get_future().get();
    ASSERT_TRUE(view_of_good.has_value()) << "the database is there";
    EXPECT_FALSE(view_of_good->unreadable);
    const auto view_of_bad = answers.at(bad).get_future().get();
    ASSERT_TRUE(view_of_bad.has_value()) << "the database is there";
    EXPECT_TRUE(view_of_bad->unreadable);
}

TEST(SessionViews, ACallThatChangesASessionThatCannotBeReadSaysSo) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    damage(parts, replica.session());
    const auto expect_refused = [](const HttpAnswer& answer) {
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.body["side_effects"], "none");
        EXPECT_NE(answer.body["detail"].get<std::string>().find("cannot be read"),
                  std::string::npos)
            << answer.text;
    };
    expect_refused(replica.ask_for_a_flight());
    expect_refused(replica.pay());
    expect_refused(replica.as_traveller("DELETE", replica.session_path()));
    expect_refused(replica.as_traveller("POST", replica.session_path("/cancellations")));
    expect_refused(replica.call("POST", replica.operator_path("/retry")));
    EXPECT_EQ(replica.call("DELETE", replica.session_path()).status, 404) << "no token";
}

TEST(SessionViews, WithAForeignTokenASessionIsNotRead) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    damage(parts, replica.session());
    const std::vector<std::pair<std::string, std::string>> foreign = {
        {"Authorization", "Bearer " + std::string(43, 'x')}};
    auto answer = replica.call("GET", replica.session_path(), "", foreign);
    auto unknown =
        replica.call("GET", "/v1/sessions/0198c0de-0000-7000-8000-000000000001", "", foreign);
    EXPECT_EQ(answer.status, 404);
    for (auto* body : {&answer.body, &unknown.body}) {
        body->erase("request_id");
        body->erase("instance");
    }
    EXPECT_EQ(answer.body, unknown.body);
    EXPECT_EQ(replica.call("GET", replica.session_path("/timeline")).status, 404) << "no token";
}

TEST(SessionViews, ASessionThatCannotBeReadIsSaidToBeSo) {
    SharedParts parts;
    Replica replica(parts);
    parts.partner.mute(Command::authorize);
    replica.open_and_hold();
    replica.pay();
    const auto good = replica.session();
    replica.open_and_hold();
    replica.pay();
    damage(parts, replica.session());
    for (const auto& answer : {replica.as_traveller("GET", replica.session_path()),
                               replica.call("GET", replica.operator_path())}) {
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.code(), "unavailable");
        EXPECT_EQ(answer.body["side_effects"], "none");
        EXPECT_NE(answer.body["detail"].get<std::string>().find("cannot be read"),
                  std::string::npos);
    }
    const auto listed = replica.call("GET", "/v1/operator/sagas?state=running");
    EXPECT_EQ(listed.status, 200);
    ASSERT_EQ(listed.body["sagas"].size(), 1U);
    EXPECT_EQ(listed.body["sagas"][0]["session"], good);
    EXPECT_EQ(listed.body["unreadable"], nlohmann::json::array({replica.session()}));
}

}  // namespace
}  // namespace viaja::session
