// What listeners of a session are sent, against its description in docs/openapi.yaml.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "session-service/core/derive.hpp"
#include "session-service/http/event_frames.hpp"
#include "tests/core/session_samples.hpp"
#include "tests/docs/json_schema.hpp"

namespace viaja::docs {
namespace {

using session::kStart;

class EventFramesInOpenApi : public testing::Test {
  protected:
    void expect_described(const std::string& frame) const {
        const JsonSchema schema(document, document["components"]["schemas"]["Frame"]);
        const auto value = Json::parse(frame);
        EXPECT_EQ(schema.complaints(value), std::vector<std::string>()) << value.dump(2);
        auto strange = value;
        strange["strange"] = 1;
        EXPECT_NE(schema.complaints(strange), std::vector<std::string>()) << "it sees anything";
    }

    const Json document = read_yaml("docs/openapi.yaml");
};

TEST_F(EventFramesInOpenApi, AFrameOfEachStateOnTheWayIsDescribed) {
    auto sessions = session::trips_on_the_way();
    sessions.push_back(session::new_session());
    sessions.push_back(session::held_session(2));
    for (auto& session : sessions) {
        derive_supplier_commands(session, kStart, session::kRules);
        derive_payment_commands(session, kStart, session::kRules);
        session.version = 7;
        session::SessionView view{std::make_shared<const session::Session>(session), {}, kStart};
        session::Entry entry;
        entry.sequence = 1;
        entry.at = kStart;
        entry.type = "hold.held";
        entry.hold = session::hold_id(1);
        entry.attempt = 1;
        entry.detail = "a flight";
        view.timeline.push_back(entry);
        expect_described(session::state_frame(0, view));
    }
}

TEST_F(EventFramesInOpenApi, ABeatIsDescribed) {
    expect_described(session::beat_frame(kStart, 13));
}

}  // namespace
}  // namespace viaja::docs
