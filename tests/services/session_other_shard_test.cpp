// A coordinator and sessions of shards that are not its own.

#include <gtest/gtest.h>

#include "common/contract/session_shard.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

/// A supplier that does not know shards asks shard 0 about all sessions. "There is no such session"
/// would have the holds of a session that is being paid elsewhere released.
TEST(SessionOtherShard, ACheckOfItsSessionsIsPassedOver) {
    SessionWorld world;
    const auto id = new_uuid(world.clock, world.random);
    const auto ask = [&world](const SessionId& session_id) {
        world.send(SessionCheck{.session_id = session_id,
                                .holds = {HoldId{new_uuid(world.clock, world.random)}},
                                .reply_to = "flight.I0"});
        world.wait(std::chrono::seconds(10));
        return world.types("flight.I0");
    };
    EXPECT_EQ(ask(session_in_shard(id, 3)), std::vector<std::string>());
    EXPECT_EQ(ask(session_in_shard(id, 0)), std::vector<std::string>{"expire"});
}

}  // namespace
}  // namespace viaja::session
