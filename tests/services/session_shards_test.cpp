// Sessions of a shard beside shard 0: found by their ids, answered at their own address.

#include <gtest/gtest.h>

#include "common/contract/session_shard.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

constexpr const char* kSessionOfShardZero = "0198c0de-0000-7000-8000-000000000001";

class SessionShards : public testing::Test {
  protected:
    SharedParts parts_;
    Replica replica_{parts_, {.shard = 3}};
};

TEST_F(SessionShards, ATripIsSoldAtTheAddressOfItsShard) {
    replica_.open_and_hold();
    EXPECT_EQ(shard_of(*SessionId::parse(replica_.session())), 3);
    const auto paid = replica_.pay("wait=10");
    ASSERT_EQ(paid.status, 200) << paid.body;
    EXPECT_EQ(paid.body.at("state"), "confirmed");
    const auto cancelled = replica_.cancel_trip("wait=10");
    ASSERT_EQ(cancelled.status, 200) << cancelled.body;
}

TEST_F(SessionShards, CallsForAnotherShardAreRefusedBeforeAnythingIsRead) {
    const std::string id = kSessionOfShardZero;
    for (const auto& [method, path, body] :
         {std::tuple{"GET", "/v1/sessions/" + id, ""},
          std::tuple{"POST", "/v1/sessions/" + id + "/codes", "{}"},
          std::tuple{"POST", "/v1/sessions/" + id + "/payments/stop", "{}"},
          std::tuple{"GET", "/v1/sessions/" + id + "/timeline", ""},
          std::tuple{"GET", "/v1/sessions/" + id + "/events", ""},
          std::tuple{"GET", "/v1/operator/sessions/" + id, ""},
          std::tuple{"GET", "/v1/operator/audit?session=" + id, ""},
          std::tuple{"POST", "/v1/operator/sessions/" + id + "/retry", "{}"}}) {
        const auto answer =
            replica_.call(method, path, body,
                          {{"Authorization", "Bearer token"}, {"Idempotency-Key", "shard-key-1"}});
        EXPECT_EQ(answer.status, 421) << method << ' ' << path << answer.body;
        EXPECT_EQ(answer.body.value("code", ""), "wrong_shard") << method << ' ' << path;
    }
}

TEST_F(SessionShards, ACodeEndsWithItsShard) {
    replica_.open();
    const auto made = replica_.as_traveller("POST", replica_.session_path("/codes"));
    ASSERT_EQ(made.status, 201) << made.body;
    const auto code = made.body.at("code").get<std::string>();
    EXPECT_EQ(code.size(), 10U) << code;
    EXPECT_EQ(code.substr(8), "AD");
    const auto redeemed = replica_.call("POST", "/v1/codes/" + code);
    ASSERT_EQ(redeemed.status, 200) << redeemed.body;
    EXPECT_EQ(redeemed.body.at("id"), replica_.session());
}

TEST_F(SessionShards, CodesOfAnotherShardAreRefusedAndAreNoWrongGuesses) {
    replica_.open();
    const auto made = replica_.as_traveller("POST", replica_.session_path("/codes"));
    ASSERT_EQ(made.status, 201) << made.body;
    Replica zero(parts_);
    for (int turn = 0; turn < 3; ++turn) {
        for (const auto& [replica, code] : {std::pair{&replica_, "K7QX2M9P"},
                                            {&replica_, "K7QX2M9PAB"},
                                            {&replica_, "k7qx-2m9p%20aa"},
                                            {&zero, "K7QX2M9PAD"}}) {
            const auto answer = replica->call("POST", std::string("/v1/codes/") + code);
            EXPECT_EQ(answer.status, 421) << code << answer.body;
            EXPECT_EQ(answer.code(), "wrong_shard") << code;
        }
    }
    for (const auto* code : {"K7QX2M9PAD", "K7QX2M9PA", "K7QX2M9PA1", "K7QX2M9PADE"})
        EXPECT_EQ(replica_.call("POST", std::string("/v1/codes/") + code).status, 404) << code;
    const auto code = made.body.at("code").get<std::string>();
    EXPECT_EQ(replica_.call("POST", "/v1/codes/" + code).status, 200) << "after four wrong ones";
}

TEST_F(SessionShards, TheFirstVersionsCallsHaveShardsToo) {
    replica_.open_as_in_the_first_version();
    EXPECT_EQ(shard_of(*SessionId::parse(replica_.session())), 3);
}

}  // namespace
}  // namespace viaja::session
