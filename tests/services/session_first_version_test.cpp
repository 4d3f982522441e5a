// The calls of the first version, which need no token: what they reach, and where they are served.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

HttpAnswer set_state(Replica& replica, const std::string& session_id, const std::string& state) {
    return replica.call("PUT", "/sessoes/" + session_id + "/estado",
                        json{{"novoEstado", state}}.dump());
}

TEST(FirstVersionsCalls, DoNotReachASessionThatV1Opened) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    auto unknown = set_state(replica, "0198c0de-0000-7000-8000-000000000001", "CANCELADA");
    EXPECT_EQ(unknown.status, 404);
    for (const char* state : {"PAUSADA", "CORRENDO", "TEMPO_ESGOTADO", "CANCELADA"}) {
        auto answer = set_state(replica, replica.session(), state);
        EXPECT_EQ(answer.status, 404) << state;
        for (auto* said : {&answer, &unknown}) {
            said->body.erase("request_id");
            said->body.erase("instance");
        }
        EXPECT_EQ(answer.body, unknown.body);
    }
    const auto shown = replica.as_traveller("GET", replica.session_path());
    EXPECT_EQ(shown.body["state"], "open");
    EXPECT_EQ(shown.body["timeout"]["state"], "running");
}

TEST(FirstVersionsCalls, ReachASessionThatTheyOpenedBesideV1) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_as_in_the_first_version();
    ASSERT_EQ(replica.ask_for_a_flight().status, 201);
    EXPECT_EQ(set_state(replica, replica.session(), "PAUSADA").text, "ok");
    EXPECT_EQ(set_state(replica, replica.session(), "CORRENDO").text, "ok");
    EXPECT_EQ(replica.pay("wait=10").body["state"], "confirmed");
    EXPECT_EQ(set_state(replica, replica.session(), "CANCELADA").body["estadoAtual"], "CONFIRMADA");
}

TEST(FirstVersionsCalls, AreUnknownWhereTheyAreNotServed) {
    SharedParts parts;
    Replica serving(parts);
    serving.open_as_in_the_first_version();
    Replica replica(parts, {.first_version = false});
    EXPECT_EQ(replica.call("POST", "/sessoes/nova").status, 404);
    EXPECT_EQ(set_state(replica, serving.session(), "CANCELADA").status, 404);
}

}  // namespace
}  // namespace viaja::session
