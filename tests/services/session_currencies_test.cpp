// The currency of a payment.

#include <gtest/gtest.h>

#include <string>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

TEST(Currencies, OneThatIsUnknownIsNamedAndOneThatIsNotTheTotalsIsNoneOfItsAmounts) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    const auto pay_in = [&](const std::string& currency) {
        return replica.as_traveller(
            "POST", replica.session_path("/payments"),
            R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":")" + currency +
                R"("}})",
            "wait=10", "one-key");
    };
    for (const char* unknown : {"ZZZ", "brl", "BR", ""}) {
        const auto answer = pay_in(unknown);
        EXPECT_EQ(answer.status, 400) << unknown;
        EXPECT_EQ(answer.code(), "invalid_field") << unknown;
        EXPECT_EQ(answer.body["errors"][0]["pointer"], "/amount/currency") << unknown;
    }
    EXPECT_EQ(pay_in("JPY").code(), "amount_mismatch");
    EXPECT_EQ(pay_in("BRL").body["state"], "confirmed") << "the key is free still";
}

}  // namespace
}  // namespace viaja::session
