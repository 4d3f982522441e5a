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

}  // namespace
}  // namespace viaja::session
