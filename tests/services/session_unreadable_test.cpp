// A session whose rows make no sense to this program (another version's word, an edit by hand)
// harms what belongs to it alone: its neighbours in a batch of the pipeline are decided.

#include <gtest/gtest.h>

#include <algorithm>

#include "common/contract/topology.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/limits.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

class SessionUnreadable : public ::testing::Test {
  protected:
    SessionUnreadable() {
        const Values parameters{bad.text()};
        world.reader().execute("UPDATE sessions SET state = 'x' WHERE id = ?", parameters);
    }

    SupplierReply refused(const SessionId& session_id, const HoldId& hold) {
        SupplierReply reply;
        reply.answer = Answer::refused;
        reply.command = Command::hold;
        reply.session_id = session_id;
        reply.hold = hold;
        reply.reason = "sold_out";
        reply.row_state = "refused";
        return reply;
    }

    HoldId ask(const SessionId& session_id) {
        const HoldId hold{new_uuid(world.clock, world.random)};
        world.request(session_id, AskHold{hold, world.a_flight(), {}});
        world.received("flight.I0");
        return hold;
    }

    SessionWorld world;
    const SessionId good = world.open();
    const HoldId hold_of_good = ask(good);
    const SessionId bad = world.open();
    const HoldId hold_of_bad = ask(bad);
};

TEST_F(SessionUnreadable, ARequestIsRefusedWithItsOwnSentence) {
    const auto decided = world.request(bad, Cancel{});
    EXPECT_TRUE(decided.unreadable);
    EXPECT_EQ(decided.code, Code::unavailable);
    EXPECT_EQ(decided.session, nullptr);
    EXPECT_EQ(world.reports, std::vector<std::string>()) << "no input is a bug's";
    EXPECT_EQ(world.request(good, Cancel{}).code, Code::accepted);
}

TEST_F(SessionUnreadable, SoIsARequestWhereTheRowHasNoReadableToken) {
    const Values parameters{good.text()};
    world.reader().execute("UPDATE sessions SET first_version = 'x' WHERE id = ?", parameters);
    EXPECT_TRUE(world.request(good, Cancel{}).unreadable);
    EXPECT_EQ(world.reports, std::vector<std::string>()) << "no input is a bug's";
}

TEST_F(SessionUnreadable, AnAnswerForItIsKeptAndItsNeighbourIsTaken) {
    world.bus.publish({{std::string(topology::kSession), refused(bad, hold_of_bad)},
                       {std::string(topology::kSession), refused(good, hold_of_good)}});
    world.run();
    EXPECT_EQ(world.session(good).holds.at(0).state, HoldState::refused);
    ASSERT_EQ(world.reports.size(), 1U);
    EXPECT_NE(world.reports[0].find(bad.text()), std::string::npos) << world.reports[0];
}

TEST_F(SessionUnreadable, ASupplierThatAsksAboutItGetsNoRelease) {
    world.send(SessionCheck{.session_id = bad, .holds = {hold_of_bad}, .reply_to = "flight.I0"});
    EXPECT_EQ(world.types("flight.I0"), std::vector<std::string>());
}

TEST_F(SessionUnreadable, AfterACommitOfUnknownOutcomeItIsNotSaidThatNothingWasDone) {
    EXPECT_FALSE(world.request(bad, Cancel{}).outcome_unknown);
    const auto decided = world.request_again(bad, Cancel{});
    EXPECT_TRUE(decided.unreadable);
    EXPECT_TRUE(decided.outcome_unknown);
}

TEST_F(SessionUnreadable, AKeptAnswerThatCannotBeReadMakesItsSessionUnreadable) {
    EXPECT_EQ(world.request_under("key", good, Cancel{}).code, Code::accepted);
    const Values parameters{good.text()};
    world.reader().execute("UPDATE kept_answers SET code = 'x' WHERE session_id = ?", parameters);
    const auto decided = world.request_under("key", good, Cancel{});
    EXPECT_TRUE(decided.unreadable);
    EXPECT_EQ(world.reports, std::vector<std::string>()) << "no input is a bug's";
}

TEST_F(SessionUnreadable, TheSweepLeavesItOutForAMinute) {
    world.wait(Limits().resend_first);
    SessionParticipant participant({}, [](const std::vector<Changed>&, Instant) {});
    const auto finds_it = [&] {
        const auto due = participant.find_due(world.reader(), 10).inputs;
        return std::ranges::any_of(
            due, [&](const Input& input) { return session_of(input.as<SessionInput>()) == bad; });
    };
    EXPECT_TRUE(finds_it());
    const auto input = to_input(DueSession{bad});
    const Input* const inputs[] = {&input};
    const auto now = world.reader().now();
    {
        Transaction transaction(world.reader());
        const auto batch = participant.start_batch();
        batch->load(world.reader(), inputs);
        batch->decide(input, now);
    }
    EXPECT_FALSE(finds_it());
}

TEST(PassedSessions, AreLeftOutForAMinuteAndNotByAClockThatWasSetBack) {
    const SessionId session_id = *SessionId::parse("0198c0de-0000-7000-8000-000000000001");
    const Instant now = from_micros(1'800'000'000'000'000);
    PassedSessions passed;
    passed.add(session_id, now);
    EXPECT_EQ(passed.at(now + PassedSessions::kPause - 1us), std::set<SessionId>{session_id});
    EXPECT_EQ(passed.at(now + PassedSessions::kPause), std::set<SessionId>());
    passed.add(session_id, now);
    EXPECT_EQ(passed.at(now - 1us), std::set<SessionId>());
}

TEST_F(SessionUnreadable, WhatIsDueElsewhereIsDone) {
    world.bus.publish({{std::string(topology::kSession), refused(good, hold_of_good)}});
    world.wait(Limits().hold_time + 1s);
    EXPECT_EQ(world.session(good).state, SessionState::expired);
    EXPECT_EQ(world.reports, std::vector<std::string>()) << "no input is a bug's";
}

}  // namespace
}  // namespace viaja::session
