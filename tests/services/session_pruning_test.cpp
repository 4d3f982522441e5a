// Sessions that ended long ago are removed with all that belongs to them, and nothing else is.

#include <gtest/gtest.h>

#include <algorithm>

#include "common/pruning/pruning.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/retention.hpp"
#include "session-service/store/pruning.hpp"
#include "session-service/store/store.hpp"
#include "tests/ports/forwarding_connection.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using std::chrono::hours;

constexpr Retention kTenDays{.age = hours(10 * 24)};

/// All pages of a pass; how many sessions were removed.
std::uint64_t prune(SessionWorld& world, Connection& connection) {
    const auto find_page = prune_sessions(kTenDays, {});
    std::uint64_t pruned = 0;
    std::optional<std::string> after = "";
    while (after) {
        const auto page = find_page(connection, *after, world.clock.now());
        const auto removed = page.prune();
        pruned += removed.pruned;
        if (!removed.again) after = page.next;
    }
    return pruned;
}
std::uint64_t prune(SessionWorld& world) {
    return prune(world, world.reader());
}

const std::vector<std::pair<std::string, std::string>> kTables = {
    {"sessions", "id"},
    {"session_holds", "session_id"},
    {"session_payments", "session_id"},
    {"session_tokens", "session_id"},
    {"session_codes", "session_id"},
    {"timeline", "session_id"},
    {"kept_answers", "session_id"},
    {"timeout_notices", "session_id"},
    {"ignored_answers", "session_id"}};

/// In how many of the tables the session has rows.
int tables_of(SessionWorld& world, const SessionId& session_id) {
    const Values parameters = {session_id.text()};
    int tables = 0;
    for (const auto& [table, column] : kTables) {
        const auto rows = world.reader().query(
            "SELECT COUNT(*) FROM " + table + " WHERE " + column + " = ?", parameters);
        if (RowReader(rows.at(0)).integer() > 0) ++tables;
    }
    return tables;
}

/// A session with a row of each kind, whose clock runs and whose only hold is held.
SessionId session_with_all(SessionWorld& world) {
    const auto session_id = world.open();
    ScheduleTimeout wish;
    wish.session_id = session_id;
    wish.id = new_uuid(world.clock, world.random);
    wish.notify = "hotel";
    wish.reply_to = "hotel";
    world.send(wish);
    world.request_under(
        "key", session_id,
        AskHold{HoldId{new_uuid(world.clock, world.random)}, SessionWorld::a_flight(), {}});
    world.answer(Answer::held);
    world.answer(Answer::held);  // kept as ignored
    world.request(session_id, Pay{"card", "tok_ok", Money{1'000}});
    world.answer(Answer::declined, "do_not_honor");
    keep_code(world.reader(), session_id, "hash", "code 1 of " + session_id.text());
    redeem_code(world.reader(), "code 1 of " + session_id.text(), "token 2");
    keep_code(world.reader(), session_id, "hash", "code 2 of " + session_id.text());
    return session_id;
}

void cancel(SessionWorld& world, const SessionId& session_id) {
    world.received("flight.I0");
    world.request(session_id, Cancel{});
    world.answer(Answer::cancelled);
    ASSERT_EQ(world.session(session_id).state, SessionState::cancelled);
}

SessionId sold_session(SessionWorld& world) {
    const auto session_id = world.held_session();
    world.request(session_id, Pay{"card", "tok_ok", total(world.session(session_id))});
    world.answer(Answer::authorized);
    world.answer(Answer::confirmed);
    world.answer(Answer::captured);
    return session_id;
}

TEST(SessionPruning, ASessionThatEndedTenDaysAgoGoesWithAllThatBelongsToIt) {
    SessionWorld world;
    const auto old = session_with_all(world);
    cancel(world, old);
    EXPECT_EQ(tables_of(world, old), std::ssize(kTables));
    world.clock.advance(hours(9 * 24));
    const auto fresh = session_with_all(world);
    cancel(world, fresh);
    EXPECT_EQ(prune(world), 0U);
    world.clock.advance(hours(24));
    EXPECT_EQ(prune(world), 1U);
    EXPECT_EQ(tables_of(world, old), 0);
    EXPECT_EQ(tables_of(world, fresh), std::ssize(kTables));
    EXPECT_EQ(prune(world), 0U);
}

TEST(SessionPruning, WhatIsPendingIsNeverOld) {
    SessionWorld world;
    const auto releasing = world.held_session();
    world.request(releasing, Cancel{});
    const auto paying = world.held_session();
    world.request(paying, Pay{"card", "tok_ok", total(world.session(paying))});
    world.clock.advance(hours(400 * 24));
    EXPECT_EQ(prune(world), 0U);
    EXPECT_EQ(world.session(releasing).state, SessionState::cancelled);
    EXPECT_EQ(world.session(paying).state, SessionState::paying);
}

TEST(SessionPruning, ATripThatIsSoldIsKeptUntilTenDaysAfterItsEnd) {
    SessionWorld world;
    const auto session_id = sold_session(world);
    ASSERT_EQ(world.session(session_id).state, SessionState::confirmed);
    // The flight of 2027-02-01 is over everywhere at noon of the day after the next.
    const auto over = *parse_rfc3339("2027-02-03T12:00:00Z");
    world.clock.advance(over + kTenDays.age - std::chrono::seconds(1) - world.clock.now());
    EXPECT_EQ(prune(world), 0U);
    world.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(prune(world), 1U);
}

TEST(SessionPruning, ASessionWhoseDeadlineIsFarAheadIsKeptWhateverTheAge) {
    SessionWorld world;
    const auto session_id = world.held_session();
    cancel(world, session_id);
    const auto session = world.session(session_id);
    const Kept kept{.age = std::chrono::seconds(1), .past_deadline = kNothingComesAfter};
    EXPECT_EQ(removable_at(session, world.clock.now(), kept, {}),
              *session.timeout.expires_at + kNothingComesAfter);
}

TEST(SessionPruning, MorePagesThanOneAreWalked) {
    SessionWorld world;
    for (int i = 0; i < 150; ++i)
        cancel(world, world.held_session());
    world.clock.advance(kTenDays.age);
    const auto open = world.held_session();
    EXPECT_EQ(prune(world), 150U);
    EXPECT_EQ(tables_of(world, open), 3) << "its row, its hold and its timeline";
}

TEST(SessionPruning, WhatComesForARemovedSessionIsRefusedAndChangesNothing) {
    SessionWorld world;
    const auto session_id = sold_session(world);
    const auto hold = world.session(session_id).holds.at(0).id;
    world.clock.advance(hours(800 * 24));
    ASSERT_EQ(prune(world), 1U);

    const auto refused = world.request(session_id, Cancel{});
    EXPECT_EQ(refused.code, Code::not_found);
    EXPECT_EQ(refused.detail, kNoSuchSession);
    world.answer(Answer::captured);
    SupplierReply reply;
    reply.answer = Answer::confirmed;
    reply.command = Command::confirm;
    reply.session_id = session_id;
    reply.hold = hold;
    reply.attempt = 1;
    reply.row_state = "confirmed";
    world.send(reply);
    EXPECT_EQ(world.ignored(),
              (IgnoredAnswers::Counts{{{"captured", Ignored::unknown_session}, 1},
                                      {{"confirmed", Ignored::unknown_session}, 1}}));
    EXPECT_EQ(tables_of(world, session_id), 0);
    EXPECT_EQ(world.types("flight.I0"), (std::vector<std::string>{"confirm"})) << "of the sale";
}

TEST(SessionPruning, ACheckOfARemovedSessionLetsItsHoldsGoAndLeavesNoTombstone) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto hold = world.session(session_id).holds.at(0).id;
    cancel(world, session_id);
    world.clock.advance(kTenDays.age);
    ASSERT_EQ(prune(world), 1U);
    world.received("flight.I0");
    world.send(SessionCheck{.session_id = session_id, .holds = {hold}, .reply_to = "flight.I0"});
    const auto asked = world.received("flight.I0");
    ASSERT_EQ(asked.size(), 1U);
    const auto& release = std::get<SupplierCommand>(asked[0]);
    EXPECT_EQ(release.command, Command::expire);
    EXPECT_LT(release.deadline, world.clock.now() - kClockSkewMax);
}

void make_timeline_long(SessionWorld& world, const SessionId& session_id, int entries) {
    const Values length{std::int64_t{entries}, session_id.text()};
    world.reader().execute("DELETE FROM timeline WHERE session_id = ?", Values{session_id.text()});
    world.reader().execute("UPDATE sessions SET timeline_length = ? WHERE id = ?", length);
    std::vector<SessionEntry> rows;
    for (int sequence = 1; sequence <= entries; ++sequence) {
        Entry entry;
        entry.sequence = sequence;
        rows.push_back({session_id, entry});
    }
    append_timeline(world.reader(), rows);
}

/// Notes how many rows each transaction and each statement removed.
class CountingPruner : public test::ForwardingConnection {
  public:
    using ForwardingConnection::ForwardingConnection;

    void begin() override {
        in_transactions.push_back(0);
        ForwardingConnection::begin();
    }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override {
        const auto removed = ForwardingConnection::execute(sql, parameters);
        in_transactions.back() += removed;
        return removed;
    }

    std::vector<std::int64_t> in_transactions;
};

TEST(SessionPruning, APageEndsBeforeItHasManyThousandEntries) {
    SessionWorld world;
    std::vector<SessionId> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(world.held_session());
        cancel(world, ids.back());
        make_timeline_long(world, ids.back(), 2'000);
    }
    world.clock.advance(kTenDays.age);
    CountingPruner pruner(world.reader());
    EXPECT_EQ(prune(world, pruner), 5U);
    EXPECT_EQ(pruner.in_transactions, (std::vector<std::int64_t>{4'004, 4'004, 2'002}))
        << "timelines, holds and sessions";
}

TEST(SessionPruning, ATimelineThatIsTooLongGoesInSlicesBeforeItsSession) {
    SessionWorld world;
    const auto before = world.held_session();
    cancel(world, before);
    const auto session_id = world.held_session();
    cancel(world, session_id);
    make_timeline_long(world, session_id, 12'000);
    const auto behind = world.held_session();
    cancel(world, behind);
    world.clock.advance(kTenDays.age);
    CountingPruner pruner(world.reader());
    EXPECT_EQ(prune(world, pruner), 3U);
    EXPECT_EQ(std::ranges::count(pruner.in_transactions, 5'000), 2);
    EXPECT_EQ(std::ranges::count(pruner.in_transactions, 2'002), 1);
    EXPECT_EQ(tables_of(world, session_id), 0);
}

/// Lets something happen between the look at the sessions' rows and the reading of all of them.
class SlowPruner : public test::ForwardingConnection {
  public:
    SlowPruner(Connection& connection, std::function<void()> interruption)
        : ForwardingConnection(connection), interruption_(std::move(interruption)) {}

    Rows find(const Table& table, std::string_view column, std::span<const Value> keys) override {
        if (auto interruption = std::exchange(interruption_, {})) interruption();
        return ForwardingConnection::find(table, column, keys);
    }

  private:
    std::function<void()> interruption_;
};

TEST(SessionPruning, ASessionThatChangesBeforeItIsReadStays) {
    SessionWorld world;
    const auto session_id = world.held_session();
    cancel(world, session_id);
    world.clock.advance(kTenDays.age);
    SlowPruner pruner(world.reader(), [&] {
        world.reader().execute("UPDATE sessions SET version = version + 1, updated_at = ?",
                               Values{to_micros(world.clock.now())});
    });
    EXPECT_EQ(prune(world, pruner), 0U);
    EXPECT_EQ(world.session(session_id).state, SessionState::cancelled);
}

/// Lets something happen between the look at the sessions and their lock.
class InterruptedPruner : public test::ForwardingConnection {
  public:
    InterruptedPruner(Connection& connection, std::function<void()> interruption)
        : ForwardingConnection(connection), interruption_(std::move(interruption)) {}

    void begin() override {
        if (auto interruption = std::exchange(interruption_, {})) interruption();
        ForwardingConnection::begin();
    }

  private:
    std::function<void()> interruption_;
};

TEST(SessionPruning, ASessionThatChangesMeanwhileStays) {
    SessionWorld world;
    const auto session_id = sold_session(world);
    world.clock.advance(hours(800 * 24));
    InterruptedPruner pruner(world.reader(), [&] { world.request(session_id, ForceCancel{}); });
    EXPECT_EQ(prune(world, pruner), 0U);
    EXPECT_EQ(world.session(session_id).state, SessionState::cancelling);
}

TEST(SessionPruning, TwoAtOnceRemoveEachSessionOnce) {
    SessionWorld world;
    cancel(world, world.held_session());
    world.clock.advance(kTenDays.age);
    std::uint64_t other = 0;
    InterruptedPruner pruner(world.reader(), [&] { other = prune(world); });
    EXPECT_EQ(prune(world, pruner), 0U);
    EXPECT_EQ(other, 1U);
}

TEST(SessionPruning, ACoordinatorRemovesThemByItself) {
    SessionWorld world;
    world.retention = kTenDays;
    world.restart();
    cancel(world, world.held_session());
    world.clock.advance(kTenDays.age);
    world.run();
    EXPECT_EQ(world.coordinator().pruning_counters().pruned, 1U);
    EXPECT_EQ(world.coordinator().pruning_counters().passes, 1U);
}

TEST(SessionPruning, NothingIsRemovedByAClockThatIsWrong) {
    SessionWorld world;
    cancel(world, world.held_session());
    test::TestClock own;  // shows the same time
    world.clock.step(kTenDays.age);
    std::vector<std::string> reports;
    Pruning pruning(world.database(), own, prune_sessions(kTenDays, {}), {},
                    [&](const LogEvent& event) { reports.push_back(text_of(event)); });
    own.advance(std::chrono::seconds(1));
    EXPECT_TRUE(pruning.step());
    EXPECT_EQ(pruning.counters().pruned, 0U);
    EXPECT_EQ(pruning.counters().put_off, 1U);
    EXPECT_EQ(reports.size(), 1U);
    own.step(kTenDays.age);
    own.advance(hours(6));
    world.clock.advance(hours(6));
    EXPECT_TRUE(pruning.step());
    EXPECT_EQ(pruning.counters().pruned, 1U);
}

}  // namespace
}  // namespace viaja::session
