// A session whose rows make no sense to this program (another version's word, an edit by hand)
// harms what belongs to it alone: its neighbours in a batch of the pipeline are decided.

#include <gtest/gtest.h>

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

TEST_F(SessionUnreadable, AnAnswerForItIsKeptAndItsNeighbourIsTaken) {
    world.bus.publish({{std::string(topology::kSession), refused(bad, hold_of_bad)},
                       {std::string(topology::kSession), refused(good, hold_of_good)}});
    world.run();
    EXPECT_EQ(world.session(good).holds.at(0).state, HoldState::refused);
    ASSERT_EQ(world.reports.size(), 1U);
    EXPECT_NE(world.reports[0].find(bad.text()), std::string::npos) << world.reports[0];
}

TEST_F(SessionUnreadable, ASupplierThatAsksAboutItIsNotToldToLetGo) {
    world.send(SessionCheck{.session_id = bad, .holds = {hold_of_bad}, .reply_to = "flight.I0"});
    EXPECT_EQ(world.types("flight.I0"), std::vector<std::string>());
}

TEST_F(SessionUnreadable, WhatIsDueElsewhereIsDone) {
    world.bus.publish({{std::string(topology::kSession), refused(good, hold_of_good)}});
    world.wait(Limits().hold_time + 1s);
    EXPECT_EQ(world.session(good).state, SessionState::expired);
    EXPECT_EQ(world.reports, std::vector<std::string>()) << "no input is a bug's";
}

}  // namespace
}  // namespace viaja::session
