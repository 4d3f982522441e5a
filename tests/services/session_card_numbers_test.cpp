// Card numbers are refused where a token is asked for, and not shown.

#include <gtest/gtest.h>

#include "session-service/http/card_numbers.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

TEST(CardNumbers, AreKnownByTheirLengthAndCheckDigit) {
    for (const char* number :
         {"4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005",
          "4222222222222", "6304000000000000000", " 4111.1111.1111.1111 "}) {
        EXPECT_TRUE(is_card_number(number)) << number;
    }
    for (const char* other : {"4111111111111112", "411111111111", "41111111111111111111", "tok_ok",
                              "tok_4111111111111111", "4111/1111/1111/1111", "", "-"}) {
        EXPECT_FALSE(is_card_number(other)) << other;
    }
}

TEST(CardNumbers, AreMaskedInATextWhereTheyStandByThemselves) {
    EXPECT_EQ(without_card_data("card 4111-1111-1111-1111, twice: 4111111111111111"),
              "card ***, twice: ***");
    for (const char* other :
         {"", "0190a3c4-4111-4111-8111-111111111111", "2027-02-01T10:00:00Z", "x4111111111111111",
          "\"token\"", "\"token\":", "\"token\":7", "[\"token\",\"x\"]"}) {
        EXPECT_EQ(without_card_data(other), other);
    }
}

TEST(CardNumbers, AreRefusedAsTokensBeforeAnythingIsStored) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    const auto pay_with = [&](const std::string& token) {
        return replica.as_traveller("POST", replica.session_path("/payments"),
                                    R"({"method":"card","token":")" + token +
                                        R"(","amount":{"amount":1000,"currency":"BRL"}})",
                                    "wait=10", "one-key");
    };
    for (const char* number : {"4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444"}) {
        const auto answer = pay_with(number);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.code(), "invalid_field");
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/token");
        EXPECT_EQ(answer.text.find(number), std::string::npos) << answer.text;
    }
    const auto paid = pay_with("tok_ok");
    EXPECT_EQ(paid.status, 200) << "the key is free still";
    EXPECT_EQ(paid.body["state"], "confirmed");
}

}  // namespace
}  // namespace viaja::session
