// What a reader sees of sessions that others change meanwhile.

#include <gtest/gtest.h>

#include <array>

#include "common/ports/errors.hpp"
#include "session-service/store.hpp"
#include "tests/ports/forwarding_connection.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

/// A reader whom something happens to after he has read the sessions' rows and before their holds.
class InterruptedReader : public test::ForwardingConnection {
  public:
    InterruptedReader(Connection& connection, std::function<void()> interruption)
        : ForwardingConnection(connection), interruption_(std::move(interruption)) {}

    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override {
        if (table.name == "session_holds") interruption_();
        return ForwardingConnection::find(table, column, keys);
    }

  private:
    std::function<void()> interruption_;
};

TEST(SessionStore, ATripIsReadAsItWasAtOneMoment) {
    SessionWorld world;
    const auto session = world.held_session();
    const auto other = world.held_session();
    int reads = 0;
    InterruptedReader reader(world.reader(), [&] {
        if (++reads == 1) world.request(session, Pay{"card", "tok_ok", Money{1'000}});
    });
    const std::array ids = {session, other};
    const auto trips = find_trips(reader, ids);
    ASSERT_EQ(world.trip(session).state, SessionState::paying);
    EXPECT_EQ(trips, (Trips{{session, world.trip(session)}, {other, world.trip(other)}}));
    EXPECT_EQ(reads, 2);
}

TEST(SessionStore, ATripThatChangesAllTheTimeIsAConflict) {
    SessionWorld world;
    const auto session = world.held_session();
    InterruptedReader reader(world.reader(), [&] {
        const bool paused = world.trip(session).timeout.state == TimeoutState::paused;
        world.request(session, SetState{paused ? SeedState::correndo : SeedState::pausada});
    });
    const std::array ids = {session};
    EXPECT_THROW(find_trips(reader, ids), Conflict);
}

TEST(SessionStore, ARowThatCannotBeReadIsInTheWayOfNoOther) {
    SessionWorld world;
    const auto good = world.held_session();
    std::map<SessionId, std::string> damages;
    for (const char* damage : {"UPDATE sessions SET state = 'lost' WHERE id = ?",
                               "UPDATE session_holds SET request = '{' WHERE session_id = ?",
                               "UPDATE session_holds SET replaces = 'x' WHERE session_id = ?"}) {
        damages.emplace(world.held_session(), damage);
    }
    std::vector<SessionId> ids{good};
    for (const auto& [session, damage] : damages) {
        const Values parameters{session.text()};
        ASSERT_EQ(world.reader().execute(damage, parameters), 1);
        ids.push_back(session);
    }
    const auto found = find_readable_trips(world.reader(), ids);
    EXPECT_EQ(found.trips, (Trips{{good, world.trip(good)}}));
    EXPECT_EQ(found.unreadable.size(), damages.size());
    for (const auto& [session, why] : found.unreadable)
        EXPECT_FALSE(why.empty()) << session.text();
}

}  // namespace
}  // namespace viaja::session
