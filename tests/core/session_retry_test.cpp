// When requests are sent, and what they say: docs/saga.md, "Asking again".

#include <gtest/gtest.h>

#include <algorithm>

#include "common/contract/topology.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using std::chrono::seconds;

/// How long after the last request the next one is sent.
Duration next_pause(Session& session, Instant& now) {
    const auto due = due_at(session, kRules);
    const auto pause = due - now;
    now = due;
    const auto sent = derive_supplier_commands(session, now, kRules).size() +
                      derive_payment_commands(session, now, kRules).size();
    EXPECT_EQ(sent, 1U);
    return pause;
}

void expect_about(Duration pause, Duration full) {
    EXPECT_LE(pause, full);
    EXPECT_GE(pause, full - full / 8);
}

TEST(SessionAsking, ARequestIsSentOnceWhenItBecomesPending) {
    auto session = new_session();
    ask(session, 1);
    EXPECT_EQ(derive_supplier_commands(session, kStart, kRules).size(), 1U);
    EXPECT_TRUE(derive_supplier_commands(session, kStart, kRules).empty());
    EXPECT_GT(due_at(session, kRules), kStart) << "the next time is set with the first";
}

TEST(SessionAsking, PausesDoubleUpToTheLongestAndThenAPersonIsCalled) {
    auto session = new_session();
    ask(session, 1);
    auto now = kStart;
    derive_supplier_commands(session, now, kRules);
    const auto version = session.version;
    for (const int full : {1, 2, 4, 8, 16, 30, 30, 30, 30}) {
        EXPECT_FALSE(session.needs_attention);
        EXPECT_EQ(session.version, version);
        expect_about(next_pause(session, now), seconds(full));
    }
    EXPECT_TRUE(session.needs_attention);
    EXPECT_EQ(session.version, version + 1) << "it is shown";
    expect_about(next_pause(session, now), kRules.limits.resend_slow);
    expect_about(next_pause(session, now), kRules.limits.resend_slow);
    decide(session, answer(Command::hold, 1, 0, Answer::held), now, kRules);
    derive_supplier_commands(session, now, kRules);
    EXPECT_FALSE(session.needs_attention);
}

TEST(SessionAsking, AStepThatWillBeGivenUpIsAskedOften) {
    auto session = held_session(1);
    pay(session);
    auto now = kStart;
    derive_payment_commands(session, now, kRules);
    for (const int full : {1, 2, 2, 2, 2})
        expect_about(next_pause(session, now), seconds(full));
    EXPECT_EQ(session.saga->deadline, kStart + kRules.limits.step_time);
}

TEST(SessionAsking, AskingAStepAgainMakesAVersionSinceItIsShown) {
    auto session = held_session(1);
    pay(session);
    auto now = kStart;
    const auto version = session.version;
    derive_payment_commands(session, now, kRules);
    EXPECT_EQ(session.version, version) << "the first time belongs to the step";
    next_pause(session, now);
    EXPECT_EQ(session.version, version + 1);
    next_pause(session, now);
    EXPECT_EQ(session.version, version + 2);
    derive_payment_commands(session, now, kRules);
    EXPECT_EQ(session.version, version + 2) << "nothing was sent";
}

TEST(SessionAsking, TheCaptureAndEveryUndoHaveNoDeadline) {
    for (const auto& session : trips_on_the_way()) {
        if (!session.saga) continue;
        const bool compensatable = session.saga->pending == Command::authorize ||
                                   session.saga->pending == Command::confirm;
        EXPECT_EQ(session.saga->deadline.has_value(), compensatable)
            << viaja::name_of(session.saga->pending);
    }
}

TEST(SessionAsking, AskNowSendsAllThatIsPendingAndNothingElse) {
    auto session = held_session(1);
    ask(session, 2);
    derive_supplier_commands(session, kStart, kRules);
    retry_now(session, kStart);
    const auto commands = derive_supplier_commands(session, kStart, kRules);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].hold, hold_id(2));
}

TEST(SessionAsking, NothingIsDueWhenNothingIsPending) {
    auto session = held_session(1);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kRules);
    decide(session, answer(Command::capture, 1, Answer::captured), kStart, kRules);
    ASSERT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(due_at(session, kRules), Instant::max());
}

TEST(SessionAsking, AHoldCarriesItsRequestAndTheDeadline) {
    auto session = new_session();
    ask(session, 1);
    const auto commands = derive_supplier_commands(session, kStart, kRules);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].command, Command::hold);
    EXPECT_EQ(commands[0].session_id, session.id);
    EXPECT_EQ(commands[0].attempt, 0);
    EXPECT_EQ(commands[0].deadline, kStart + kRules.limits.hold_time);
    EXPECT_EQ(commands[0].request, session.holds[0].request);
    EXPECT_EQ(commands[0].reply_to, topology::kSession);
}

TEST(SessionAsking, AConfirmCarriesItsAttemptAndNoRequest) {
    auto session = held_session(1);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart, kRules);
    pay(session);
    decide(session, answer(Command::authorize, 2, Answer::authorized), kStart, kRules);
    const auto commands = derive_supplier_commands(session, kStart, kRules);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].command, Command::confirm);
    EXPECT_EQ(commands[0].attempt, 2);
    EXPECT_FALSE(commands[0].request);
}

TEST(SessionAsking, TheCardsTokenGoesOutWithTheAuthorizationOnly) {
    auto session = held_session(1);
    pay(session);
    const auto authorize = derive_payment_commands(session, kStart, kRules);
    ASSERT_EQ(authorize.size(), 1U);
    EXPECT_EQ(authorize[0].token, "tok_ok");
    EXPECT_EQ(authorize[0].amount, total(session));
    const auto later = kStart + kRules.limits.step_time;
    lose_every_copy(session);
    pass_time(session, later, kRules);
    const auto undo = derive_payment_commands(session, later, kRules);
    ASSERT_EQ(undo.size(), 1U);
    EXPECT_EQ(undo[0].command, Command::void_);
    EXPECT_EQ(undo[0].token, "");
    EXPECT_EQ(undo[0].amount, total(session));
}

// Payment could not read the message, and would not answer.
TEST(SessionAsking, ATotalBeyondTheLargestAmountIsNotPaid) {
    auto session = new_session();
    for (int number = 1; number <= 2; ++number) {
        ask(session, number);
        auto held = answer(Command::hold, number, 0, Answer::held);
        held.price.amount = kAmountMax / 2 + number - 1;
        decide(session, held, kStart, kRules);
    }
    ASSERT_GT(total(session).amount, kAmountMax);
    EXPECT_EQ(pay(session).code, Code::invalid_state);
    const auto actions = available_actions(session, kStart);
    EXPECT_EQ(std::ranges::count(actions, "pay"), 0);
    EXPECT_EQ(std::ranges::count(actions, "drop"), 1);
    session.holds[1].price.amount -= 1;
    EXPECT_EQ(pay(session).code, Code::accepted) << "the largest amount itself is paid";
}

}  // namespace
}  // namespace viaja::session
