// A saga in flight outlives the program that began it, under the table of steps that it began with.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/newer_program.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

Pay payment() {
    return {"card", "tok_ok", Money{1'000}};
}

TEST(SessionTablesInRows, ASagaGoesOnUnderItsOldTableInANewerProgram) {
    SessionWorld world;
    const auto old_one = world.held_session();
    world.request(old_one, payment());
    EXPECT_EQ(world.types("payment"), Words{"authorize"});
    world.restart(newer_program());
    EXPECT_EQ(world.session(old_one).saga->table, "card/4");
    world.answer(Answer::authorized);
    EXPECT_EQ(world.types("flight.I0"), Words{"confirm"});
    world.answer(Answer::confirmed);
    EXPECT_EQ(world.types("payment"), Words{"capture"});
    world.answer(Answer::captured);
    EXPECT_EQ(world.session(old_one).state, SessionState::confirmed);

    const auto new_one = world.held_session();
    world.request(new_one, payment());
    EXPECT_EQ(world.session(new_one).saga->table, "card/9");
    EXPECT_EQ(world.types("flight.I0"), Words{"confirm"}) << "the new table begins with it";
}

/// The program before, which wrote each step of a saga.
Rules program_before() {
    Rules rules;
    rules.tables.for_payments = kCardTripVersion3;
    return rules;
}

TEST(SessionTablesInRows, ASagaThatWritesEachStepEndsInAProgramThatDoesNot) {
    SessionWorld world;
    world.restart(program_before());
    const auto session_id = world.held_session();
    world.request(session_id, payment());
    world.restart();
    EXPECT_EQ(world.session(session_id).saga->table, "card/3");
    world.answer(Answer::authorized);
    EXPECT_EQ(world.session(session_id).saga->pending, Command::confirm) << "it is written";
    world.restart();
    world.answer(Answer::confirmed);
    world.answer(Answer::captured);
    EXPECT_EQ(world.session(session_id).state, SessionState::confirmed);
}

TEST(SessionTablesInRows, AnOlderProgramDoesNoHarmToASagaThatItDoesNotKnow) {
    SessionWorld world;
    world.restart(newer_program());
    const auto session_id = world.held_session();
    world.request(session_id, payment());
    world.received("flight.I0");
    world.restart();
    world.wait(120s);
    EXPECT_EQ(world.types("flight.I0"), Words{}) << "it asks nothing";
    EXPECT_EQ(world.types("payment"), Words{});
    auto session = world.session(session_id);
    EXPECT_EQ(session.state, SessionState::paying) << "and gives nothing up";
    EXPECT_TRUE(session.needs_attention);
    EXPECT_EQ(session.saga->retry.last_error, "step_table_unknown");
    world.answer(Answer::confirmed);
    const auto dead = world.bus.dead_letters("session");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_NE(dead[0].reason.find("card/9"), std::string::npos) << dead[0].reason;
    EXPECT_FALSE(world.reports.empty());
    const auto neighbour = world.held_session();
    EXPECT_EQ(world.session(neighbour).holds.at(0).state, HoldState::held)
        << "its neighbours go on";

    world.restart(newer_program());
    world.wait(70s);
    EXPECT_NE(world.types("flight.I0"), Words{}) << "who knows the table goes on";
    EXPECT_FALSE(world.session(session_id).needs_attention);
}

}  // namespace
}  // namespace viaja::session
