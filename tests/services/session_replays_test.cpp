// The same request under the same key is answered the same, whatever becomes of the session.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

TEST(SessionReplays, AHoldThatWasGivenUpStaysSoWhenTheSessionExpires) {
    SharedParts parts;
    parts.partner.mute(Command::hold);
    Replica replica(parts);
    replica.open();
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

TEST(SessionReplays, EveryRouteThatFollowsAPreferenceNamesIt) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    const auto applied = [](const HttpAnswer& answer) {
        const auto found = answer.headers.find("Preference-Applied");
        return found == answer.headers.end() ? std::string("none") : found->second;
    };
    EXPECT_EQ(applied(replica.ask_for_a_flight()), "none");
    EXPECT_EQ(applied(replica.ask_for_a_flight("respond-async", "a")), "respond-async");
    EXPECT_EQ(applied(replica.ask_for_a_flight("wait=5", "a")), "wait");
    const auto cancel = [&](const std::string& prefer) {
        return applied(
            replica.as_traveller("POST", replica.session_path("/cancellations"), "{}", prefer));
    };
    replica.open_and_hold();
    EXPECT_EQ(applied(replica.pay("wait=10")), "wait");
    EXPECT_EQ(cancel("respond-async"), "respond-async");
    EXPECT_EQ(cancel("wait=5"), "wait");
    EXPECT_EQ(cancel(""), "none");
}

}  // namespace
}  // namespace viaja::session
