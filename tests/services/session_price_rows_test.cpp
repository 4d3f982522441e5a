// The guarantee of a price in the rows of holds, also in rows of versions that did not keep it.

#include <gtest/gtest.h>

#include "common/migrations/migrations.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/prices.hpp"
#include "session-service/store/store.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

/// As the version before guarantees left it, then taken over by this one.
void become_of_the_version_before(Connection& connection) {
    connection.execute("ALTER TABLE session_holds DROP COLUMN price_until");
    connection.execute("DELETE FROM schema_migrations WHERE number = 30");
    migrate(connection, "session-service", session_migrations());
}

TEST(SessionPriceRows, KeepUntilWhenAPriceIsGuaranteed) {
    SessionWorld world;
    const auto session_id = world.open();
    const auto until = world.clock.now() + std::chrono::seconds(90);
    for (const auto& guarantee : {PriceGuarantee{until}, PriceGuarantee{}}) {
        const HoldId id{new_uuid(world.clock, world.random)};
        world.request(session_id, AskHold{id, SessionWorld::a_flight(), {}});
        SupplierReply reply;
        reply.answer = Answer::held;
        reply.command = Command::hold;
        reply.session_id = session_id;
        reply.hold = id;
        reply.row_state = "held";
        reply.price.amount = 1'000;
        reply.guarantee = guarantee;
        world.send(reply);
        world.run();
    }
    const auto session = world.session(session_id);
    ASSERT_EQ(session.holds.size(), 2U);
    EXPECT_EQ(session.holds[0].price_guaranteed_until, until);
    EXPECT_EQ(session.holds[1].price_guaranteed_until, std::nullopt);
}

TEST(SessionPriceRows, OfTheVersionBeforeStandAsLongAsTheirSession) {
    SessionWorld world;
    const auto session_id = world.held_session();
    become_of_the_version_before(world.reader());
    world.restart();
    const auto session = world.session(session_id);
    ASSERT_TRUE(session.timeout.expires_at.has_value());
    EXPECT_EQ(session.holds[0].price_guaranteed_until, session.timeout.expires_at);
    EXPECT_EQ(world.request(session_id, Pay{"card", "tok_ok", session.holds[0].price}).code,
              Code::accepted);
}

}  // namespace
}  // namespace viaja::session
