// The notifications of docs/asyncapi.yaml against their readers and writers.

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "common/contract/seats_changed.hpp"
#include "common/heartbeat/heartbeat_sender.hpp"
#include "session-service/coordinator/events.hpp"
#include "session-service/coordinator/sibling_replicas.hpp"
#include "tests/docs/json_schema.hpp"
#include "tests/docs/yaml_document.hpp"

namespace viaja::docs {
namespace {

class AsyncApiTopics : public testing::Test {
  protected:
    const Json& messages() const { return document_["components"]["messages"]; }
    JsonSchema schema_of(const Json& message) const {
        return JsonSchema(document_, message["payload"]);
    }

    const Json document_ = read_yaml("docs/asyncapi.yaml");
};

/// The block behind "<!-- message: service.alive -->" of docs/supplier.md.
std::string announcement_of_a_supplier(const std::string& topic) {
    std::ifstream page("docs/supplier.md");
    std::string text;
    for (std::string line; std::getline(page, line);) {
        if (line == "<!-- message: " + topic + " -->") {
            std::getline(page, line);  // ```json
            while (std::getline(page, line) && line != "```")
                text += line;
        }
    }
    return text;
}

TEST_F(AsyncApiTopics, AreAnnouncedBySuppliersAsTheirPageShows) {
    const auto alive = service_alive_from(announcement_of_a_supplier("service.alive"));
    ASSERT_TRUE(alive);
    EXPECT_EQ(alive->address, "other.cars");
    const auto gone = service_gone_from(announcement_of_a_supplier("service.gone"));
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->instance, alive->instance);
}

TEST_F(AsyncApiTopics, ShowEventsThatAreReadAndWrittenAsTheyStandThere) {
    const auto example = [&](const char* place) {
        const Json& payload = messages()[place]["examples"][0]["payload"];
        EXPECT_EQ(schema_of(messages()[place]).complaints(payload), std::vector<std::string>())
            << place;
        return payload;
    };
    const Json changed = example("sessionChanged");
    EXPECT_EQ(Json::parse(session::to_text(session::sessions_changed_from(changed.dump()))),
              changed);
    const Json replica = example("sessionReplica");
    EXPECT_EQ(Json::parse(session::to_text(session::replica_alive_from(replica.dump()).value())),
              replica);
    for (const auto& [what, value, fits] :
         schema_of(messages()["sessionReplica"]).neighbours(replica)) {
        if (what.starts_with("/ends")) continue;
        EXPECT_EQ(session::replica_alive_from(value.dump()).has_value(), fits) << what;
    }
    const Json alive = example("serviceAlive");
    EXPECT_EQ(Json::parse(to_text(service_alive_from(alive.dump()).value())), alive);
    for (const auto& [what, value, fits] :
         schema_of(messages()["serviceAlive"]).neighbours(alive)) {
        // What is not needed is left out rather than refused.
        if (what.starts_with("/version") || what.starts_with("/http")) continue;
        if (what.starts_with("/schedule")) {
            const bool there = value.contains("schedule") && fits;
            EXPECT_EQ(service_alive_from(value.dump()).value().schedule.has_value(), there) << what;
            continue;
        }
        EXPECT_EQ(service_alive_from(value.dump()).has_value(), fits) << what;
    }
    const Json seats = example("seatsChanged");
    EXPECT_EQ(Json::parse(to_text(seats_changed_from(seats.dump()))), seats);
    const Json gone = example("serviceGone");
    EXPECT_EQ(Json::parse(to_text(service_gone_from(gone.dump()).value())), gone);
    for (const auto& [what, value, fits] : schema_of(messages()["serviceGone"]).neighbours(gone))
        EXPECT_EQ(service_gone_from(value.dump()).has_value(), fits) << what;
}

}  // namespace
}  // namespace viaja::docs
