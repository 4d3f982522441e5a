// The same request under the same key is answered the same, whatever becomes of the session.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

TEST(SessionReplays, AHoldThatWasGivenUpStaysSoWhenTheSessionExpires) {
    SharedParts parts;
    parts.partner.mute(Command::hold);
    Replica replica(parts);
    replica.open_as_in_the_first_version();
    const auto asked = replica.ask_for_a_flight("respond-async", "the-key");
    ASSERT_EQ(asked.status, 202);
    replica.as_traveller("DELETE", replica.session_path("/holds/" + asked.body.value("id", "")));
    const auto given_up = replica.ask_for_a_flight("", "the-key");
    EXPECT_EQ(given_up.code(), "invalid_state");
    const auto fired = replica.call("PUT", "/sessoes/" + replica.session() + "/estado",
                                    R"({"novoEstado":"TEMPO_ESGOTADO"})");
    ASSERT_EQ(fired.status, 200);
    const auto afterwards = replica.ask_for_a_flight("", "the-key");
    EXPECT_EQ(afterwards.code(), "invalid_state");
    EXPECT_EQ(afterwards.body.value("detail", ""), given_up.body.value("detail", "-"));
}

// A client that does as a 503 says repeats the request under its key, and would do so for ever.
TEST(SessionReplays, APaymentThatWasUndoneForSilenceIsAnsweredFinally) {
    SharedParts parts;
    parts.partner.mute(Command::confirm);
    Replica replica(parts);
    replica.open_and_hold();
    const std::string body =
        R"({"method":"card","token":"tok_ok","amount":{"amount":1000,"currency":"BRL"}})";
    const auto pay = [&](const std::string& prefer) {
        return replica.as_traveller("POST", replica.session_path("/payments"), body, prefer,
                                    "the-key");
    };
    ASSERT_EQ(pay("respond-async").status, 202);
    ASSERT_TRUE(parts.partner.was_asked(Command::confirm, 1));
    ASSERT_EQ(replica.call("POST", replica.operator_path("/cancel")).status, 200);
    for (int time = 0; time < 2; ++time) {
        const auto answer = pay("wait=10");
        EXPECT_EQ(answer.status, 409);
        EXPECT_EQ(answer.code(), "payment_undone");
        EXPECT_EQ(answer.body["failure"], "supplier_unavailable");
        EXPECT_EQ(answer.body["side_effects"], "reversed");
        EXPECT_EQ(answer.body["session"]["state"], "open");
        EXPECT_FALSE(answer.headers.contains("Retry-After"));
        EXPECT_TRUE(answer.headers.contains("Idempotent-Replay"));
    }
    parts.partner.say_yes(Command::confirm);
    EXPECT_EQ(replica.pay("wait=10").body["state"], "confirmed") << "a new key pays again";
}

TEST(SessionReplays, APixThatWasStoppedIsAnsweredByWhatBecameOfIt) {
    SharedParts parts;
    parts.partner.mute(Command::charge);
    Replica replica(parts);
    replica.open_and_hold();
    const auto pay = [&](const std::string& prefer) {
        return replica.as_traveller("POST", replica.session_path("/payments"),
                                    R"({"method":"pix","amount":{"amount":1000,"currency":"BRL"}})",
                                    prefer, "the-key");
    };
    ASSERT_EQ(pay("respond-async").status, 202);
    ASSERT_EQ(replica.as_traveller("POST", replica.session_path("/payments/stop")).status, 200);
    const auto answer = pay("");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(answer.code(), "payment_undone");
    EXPECT_EQ(answer.body["failure"], "payment_unpaid");
    EXPECT_EQ(answer.body["detail"],
              "The Pix was stopped; it was withdrawn and nothing was charged. To pay again, use a "
              "new Idempotency-Key.");
    EXPECT_TRUE(answer.headers.contains("Idempotent-Replay"));
}

}  // namespace
}  // namespace viaja::session
