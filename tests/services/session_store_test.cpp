// What a reader sees of sessions that others change meanwhile.

#include <gtest/gtest.h>

#include <array>

#include "common/ports/errors.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/store/store.hpp"
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
    const auto session_id = world.held_session();
    const auto other = world.held_session();
    int reads = 0;
    InterruptedReader reader(world.reader(), [&] {
        if (++reads == 1) world.request(session_id, Pay{"card", "tok_ok", Money{1'000}});
    });
    const std::array ids = {session_id, other};
    const auto sessions = find_sessions(reader, ids);
    ASSERT_EQ(world.session(session_id).state, SessionState::paying);
    EXPECT_EQ(sessions, (SessionsById{{session_id, world.session(session_id)},
                                      {other, world.session(other)}}));
    EXPECT_EQ(reads, 2);
}

TEST(SessionStore, ATripThatChangesAllTheTimeIsAConflict) {
    SessionWorld world;
    const auto session_id = world.held_session();
    InterruptedReader reader(world.reader(), [&] {
        const bool paused = world.session(session_id).timeout.state == TimeoutState::paused;
        world.request(session_id, SetState{paused ? LegacyState::running : LegacyState::paused});
    });
    const std::array ids = {session_id};
    EXPECT_THROW(find_sessions(reader, ids), Conflict);
}

TEST(SessionStore, ASessionThatTheSweepFindsTooEarlyIsMovedAndNoNewVersion) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto version = world.session(session_id).version;
    const Values parameters{session_id.text()};
    const auto stored_due = [&] {
        const auto rows =
            world.reader().query("SELECT due_at FROM sessions WHERE id = ?", parameters);
        return RowReader(rows.at(0)).instant();
    };
    const auto expires_at = *world.session(session_id).timeout.expires_at;
    EXPECT_LT(stored_due(), expires_at) << "as it was set when the hold was asked";
    world.wait(std::chrono::seconds(3));
    EXPECT_EQ(stored_due(), expires_at);
    EXPECT_EQ(world.session(session_id).version, version);
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
    for (const auto& [session_id, damage] : damages) {
        const Values parameters{session_id.text()};
        ASSERT_EQ(world.reader().execute(damage, parameters), 1);
        ids.push_back(session_id);
    }
    const auto found = find_readable_sessions(world.reader(), ids);
    EXPECT_EQ(found.sessions, (SessionsById{{good, world.session(good)}}));
    EXPECT_EQ(found.unreadable.size(), damages.size());
    for (const auto& [session_id, why] : found.unreadable)
        EXPECT_FALSE(why.empty()) << session_id.text();
}

}  // namespace
}  // namespace viaja::session
