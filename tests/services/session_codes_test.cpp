// Codes that bring a session to another device, and the tokens that they give.

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "session-service/http/secrets.hpp"
#include "session-service/store/access.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

HttpAnswer with_token(Replica& replica, const std::string& method, const std::string& path,
                      const std::string& token, const std::string& body = "") {
    static int keys = 0;
    return replica.call(method, path, body,
                        {{"Authorization", "Bearer " + token},
                         {"Idempotency-Key", "code-key-" + std::to_string(++keys)}});
}

std::string new_code_of(Replica& replica) {
    const auto made = replica.as_traveller("POST", replica.session_path("/codes"));
    EXPECT_EQ(made.status, 201) << made.body;
    return made.body.value("code", "");
}

HttpAnswer redeem_at(Replica& replica, const std::string& code) {
    return replica.call("POST", "/v1/codes/" + code);
}

class SessionCodes : public testing::Test {
  protected:
    /// As if its ten minutes were over.
    void let_codes_expire() {
        parts_.database.connect()->execute("UPDATE session_codes SET expires_at = 1");
    }
    std::int64_t count(const std::string& table) {
        const auto rows = parts_.database.connect()->query("SELECT COUNT(*) FROM " + table);
        return std::get<std::int64_t>(rows.at(0).at(0));
    }

    SharedParts parts_;
    Replica replica_{parts_};
};

TEST_F(SessionCodes, ACodeGivesAnotherDeviceATokenOfItsOwn) {
    replica_.open_and_hold();
    const auto before = parts_.clock.now();
    const auto made = replica_.as_traveller("POST", replica_.session_path("/codes"));
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.at("Cache-Control"), "no-store");
    const auto expires_at = parse_rfc3339(made.body.at("expires_at").get<std::string>());
    EXPECT_GE(*expires_at, before + kCodeLife - std::chrono::seconds(1));
    EXPECT_LE(*expires_at, parts_.clock.now() + kCodeLife);

    const auto redeemed = redeem_at(replica_, made.body.at("code"));
    ASSERT_EQ(redeemed.status, 200) << redeemed.body;
    EXPECT_EQ(redeemed.headers.at("Cache-Control"), "no-store");
    EXPECT_EQ(redeemed.body.at("id"), replica_.session());
    const std::string token = redeemed.body.at("token");
    EXPECT_NE(token, replica_.token());
    for (const auto& each : {token, replica_.token()}) {
        const auto shown = with_token(replica_, "GET", replica_.session_path(), each);
        EXPECT_EQ(shown.status, 200);
        EXPECT_EQ(shown.body.at("holds").size(), 1U);
        EXPECT_EQ(with_token(replica_, "GET", replica_.session_path("/timeline"), each).status,
                  200);
    }
    EXPECT_EQ(with_token(replica_, "POST", replica_.session_path("/payments"), token,
                         R"({"method":"card","token":"tok_ok",)"
                         R"("amount":{"amount":1000,"currency":"BRL"}})")
                  .status,
              202)
        << "the second device pays";
    EXPECT_EQ(with_token(replica_, "POST", replica_.session_path("/codes"), token).status, 201);
}

TEST_F(SessionCodes, AnyReplicaRedeemsAndServes) {
    Replica other(parts_);
    replica_.open();
    const auto redeemed = redeem_at(other, new_code_of(replica_));
    ASSERT_EQ(redeemed.status, 200);
    const std::string token = redeemed.body.at("token");
    EXPECT_EQ(with_token(other, "GET", replica_.session_path(), token).status, 200);
    EXPECT_EQ(with_token(replica_, "DELETE", replica_.session_path(), token).status, 200);
    EXPECT_EQ(redeem_at(other, new_code_of(replica_)).status, 200)
        << "a session that has ended is still shown";
}

TEST_F(SessionCodes, ACodeIsReadAsPeopleTypeIt) {
    replica_.open();
    const auto code = new_code_of(replica_);
    EXPECT_EQ(code.size(), 8U);
    EXPECT_EQ(code.find_first_not_of("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), std::string::npos);
    std::string typed;
    for (const char c : code)
        typed +=
            (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) + std::string("%20-");
    EXPECT_EQ(redeem_at(replica_, typed).status, 200);
}

TEST_F(SessionCodes, UnknownUsedAndExpiredCodesAreAnsweredAlike) {
    replica_.open();
    const auto used = new_code_of(replica_);
    ASSERT_EQ(redeem_at(replica_, used).status, 200);
    const auto expired = new_code_of(replica_);
    let_codes_expire();
    std::set<std::string> answers;
    for (const auto& code : {used, expired, std::string("AAAAAAAA"), std::string("%C3%A9")}) {
        auto answer = redeem_at(replica_, code);
        EXPECT_EQ(answer.status, 404) << code;
        answer.body.erase("instance");
        answer.body.erase("request_id");
        answers.insert(answer.body.dump());
    }
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_EQ(count("session_tokens"), 1);
}

TEST_F(SessionCodes, OfManyAtOnceOneHasTheSession) {
    Replica other(parts_);
    replica_.open();
    const auto code = new_code_of(replica_);
    std::vector<int> statuses(6);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        threads.emplace_back(
            [&, i] { statuses[i] = redeem_at(i % 2 == 0 ? replica_ : other, code).status; });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(std::ranges::count(statuses, 200), 1);
    EXPECT_EQ(std::ranges::count(statuses, 404), 5);
    EXPECT_EQ(count("session_tokens"), 1);
}

TEST_F(SessionCodes, FiveWrongOnesAMinuteAreEnough) {
    replica_.open();
    const auto code = new_code_of(replica_);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(redeem_at(replica_, "WRONG234").status, 404);
    const auto refused = redeem_at(replica_, code);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "too_many_requests");
    const int seconds = std::stoi(refused.headers.at("Retry-After"));
    EXPECT_GE(seconds, 1);
    EXPECT_LE(seconds, 60);
    Replica other(parts_);
    EXPECT_EQ(redeem_at(other, code).status, 200) << "it was not used up";
}

TEST_F(SessionCodes, RightOnesAreNotCountedAsWrong) {
    replica_.open();
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(redeem_at(replica_, new_code_of(replica_)).status, 200);
}

TEST_F(SessionCodes, OnlyTheOwnerMakesOne) {
    replica_.open();
    const auto path = replica_.session_path("/codes");
    const auto foreign = with_token(replica_, "POST", path, "not-the-token");
    const auto none = replica_.call("POST", path);
    const auto unknown = with_token(replica_, "POST",
                                    "/v1/sessions/0198c0de-0000-7000-8000-000000000001/codes", "x");
    for (const auto& answer : {foreign, none, unknown}) {
        EXPECT_EQ(answer.status, 404);
        EXPECT_EQ(answer.body.at("detail"), foreign.body.at("detail"));
    }
    EXPECT_EQ(count("session_codes"), 0);
}

TEST_F(SessionCodes, ATokenOfOneSessionOpensNoOther) {
    Replica other(parts_);
    replica_.open();
    other.open();
    const std::string token = redeem_at(replica_, new_code_of(replica_)).body.at("token");
    EXPECT_EQ(with_token(replica_, "GET", other.session_path(), token).status, 404);
    EXPECT_EQ(with_token(replica_, "GET", other.session_path("/timeline"), token).status, 404);
    EXPECT_EQ(with_token(replica_, "DELETE", other.session_path(), token).status, 404);
}

TEST_F(SessionCodes, ASessionHasFiveLiveCodes) {
    replica_.open();
    for (std::size_t i = 0; i < kLiveCodesMax; ++i)
        new_code_of(replica_);
    const auto refused = replica_.as_traveller("POST", replica_.session_path("/codes"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "invalid_state");
    EXPECT_EQ(refused.body.at("session_state"), "open");
    EXPECT_NE(refused.body.at("detail").get<std::string>().find("5 codes"), std::string::npos);
    let_codes_expire();
    new_code_of(replica_);
    EXPECT_EQ(count("session_codes"), 1) << "the expired ones were removed";
}

TEST_F(SessionCodes, ASessionHasTwentyTokens) {
    replica_.open();
    for (std::size_t i = 1; i < kTokensMax; ++i)
        ASSERT_EQ(redeem_at(replica_, new_code_of(replica_)).status, 200) << i;
    const auto refused = replica_.as_traveller("POST", replica_.session_path("/codes"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.at("detail").get<std::string>().find("20 devices"), std::string::npos);
}

TEST_F(SessionCodes, NeitherCodesNorTokensAreKeptAsTheyAre) {
    replica_.open();
    const auto code = new_code_of(replica_);
    const auto connection = parts_.database.connect();
    const auto codes = connection->query("SELECT code_hash FROM session_codes");
    EXPECT_EQ(codes.at(0).at(0), Value(hash_of(code)));
    const std::string token = redeem_at(replica_, code).body.at("token");
    const auto tokens = connection->query("SELECT token_hash FROM session_tokens");
    EXPECT_EQ(tokens.at(0).at(0), Value(hash_of(token)));
}

}  // namespace
}  // namespace viaja::session
