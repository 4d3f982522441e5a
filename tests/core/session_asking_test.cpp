// When requests are sent, and what they say: docs/saga.md, "Asking again".

#include <gtest/gtest.h>

#include <algorithm>

#include "common/contract/topology.hpp"
#include "tests/core/session_trips.hpp"

namespace viaja::session {
namespace {

using std::chrono::seconds;

/// How long after the last request the next one is sent.
Duration next_pause(Trip& trip, Instant& now) {
    const auto due = due_at(trip, kLimits);
    const auto pause = due - now;
    now = due;
    const auto sent = derive_supplier_commands(trip, now, kLimits).size() +
                      derive_payment_commands(trip, now, kLimits).size();
    EXPECT_EQ(sent, 1U);
    return pause;
}

void expect_about(Duration pause, Duration full) {
    EXPECT_LE(pause, full);
    EXPECT_GE(pause, full - full / 8);
}

TEST(SessionAsking, ARequestIsSentOnceWhenItBecomesPending) {
    auto trip = new_trip();
    ask(trip, 1);
    EXPECT_EQ(derive_supplier_commands(trip, kStart, kLimits).size(), 1U);
    EXPECT_TRUE(derive_supplier_commands(trip, kStart, kLimits).empty());
    EXPECT_GT(due_at(trip, kLimits), kStart) << "the next time is set with the first";
}

TEST(SessionAsking, PausesDoubleUpToTheLongestAndThenAPersonIsCalled) {
    auto trip = new_trip();
    ask(trip, 1);
    auto now = kStart;
    derive_supplier_commands(trip, now, kLimits);
    const auto version = trip.version;
    for (const int full : {1, 2, 4, 8, 16, 30, 30, 30, 30}) {
        EXPECT_FALSE(trip.needs_attention);
        EXPECT_EQ(trip.version, version);
        expect_about(next_pause(trip, now), seconds(full));
    }
    EXPECT_TRUE(trip.needs_attention);
    EXPECT_EQ(trip.version, version + 1) << "it is shown";
    expect_about(next_pause(trip, now), kLimits.resend_slow);
    expect_about(next_pause(trip, now), kLimits.resend_slow);
    decide(trip, answer(Command::hold, 1, 0, Answer::held), now, kLimits);
    derive_supplier_commands(trip, now, kLimits);
    EXPECT_FALSE(trip.needs_attention);
}

TEST(SessionAsking, AStepThatWillBeGivenUpIsAskedOften) {
    auto trip = held_trip(1);
    pay(trip);
    auto now = kStart;
    derive_payment_commands(trip, now, kLimits);
    for (const int full : {1, 2, 2, 2, 2})
        expect_about(next_pause(trip, now), seconds(full));
    EXPECT_EQ(trip.saga->deadline, kStart + kLimits.step_time);
}

TEST(SessionAsking, AskingAStepAgainMakesAVersionSinceItIsShown) {
    auto trip = held_trip(1);
    pay(trip);
    auto now = kStart;
    const auto version = trip.version;
    derive_payment_commands(trip, now, kLimits);
    EXPECT_EQ(trip.version, version) << "the first time belongs to the step";
    next_pause(trip, now);
    EXPECT_EQ(trip.version, version + 1);
    next_pause(trip, now);
    EXPECT_EQ(trip.version, version + 2);
    derive_payment_commands(trip, now, kLimits);
    EXPECT_EQ(trip.version, version + 2) << "nothing was sent";
}

TEST(SessionAsking, TheCaptureAndEveryUndoHaveNoDeadline) {
    for (const auto& trip : trips_on_the_way()) {
        if (!trip.saga) continue;
        const bool compensatable =
            trip.saga->pending == Command::authorize || trip.saga->pending == Command::confirm;
        EXPECT_EQ(trip.saga->deadline.has_value(), compensatable)
            << viaja::name_of(trip.saga->pending);
    }
}

TEST(SessionAsking, AskNowSendsAllThatIsPendingAndNothingElse) {
    auto trip = held_trip(1);
    ask(trip, 2);
    derive_supplier_commands(trip, kStart, kLimits);
    ask_now(trip, kStart);
    const auto commands = derive_supplier_commands(trip, kStart, kLimits);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].hold, hold_id(2));
}

TEST(SessionAsking, NothingIsDueWhenNothingIsPending) {
    auto trip = held_trip(1);
    pay(trip);
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits);
    decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kLimits);
    decide(trip, answer(Command::capture, 1, Answer::captured), kStart, kLimits);
    ASSERT_EQ(trip.state, SessionState::confirmed);
    EXPECT_EQ(due_at(trip, kLimits), Instant::max());
}

TEST(SessionAsking, AHoldCarriesItsRequestAndTheDeadline) {
    auto trip = new_trip();
    ask(trip, 1);
    const auto commands = derive_supplier_commands(trip, kStart, kLimits);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].command, Command::hold);
    EXPECT_EQ(commands[0].session, trip.id);
    EXPECT_EQ(commands[0].attempt, 0);
    EXPECT_EQ(commands[0].deadline, kStart + kLimits.hold_time);
    EXPECT_EQ(commands[0].request, trip.holds[0].request);
    EXPECT_EQ(commands[0].reply_to, topology::kSession);
}

TEST(SessionAsking, AConfirmCarriesItsAttemptAndNoRequest) {
    auto trip = held_trip(1);
    pay(trip);
    decide(trip, answer(Command::authorize, 1, Answer::declined), kStart, kLimits);
    pay(trip);
    decide(trip, answer(Command::authorize, 2, Answer::authorized), kStart, kLimits);
    const auto commands = derive_supplier_commands(trip, kStart, kLimits);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].command, Command::confirm);
    EXPECT_EQ(commands[0].attempt, 2);
    EXPECT_FALSE(commands[0].request);
}

TEST(SessionAsking, TheCardsTokenGoesOutWithTheAuthorizationOnly) {
    auto trip = held_trip(1);
    pay(trip);
    const auto authorize = derive_payment_commands(trip, kStart, kLimits);
    ASSERT_EQ(authorize.size(), 1U);
    EXPECT_EQ(authorize[0].token, "tok_ok");
    EXPECT_EQ(authorize[0].amount, total(trip));
    const auto later = kStart + kLimits.step_time;
    lose_every_copy(trip);
    pass_time(trip, later, kLimits);
    const auto undo = derive_payment_commands(trip, later, kLimits);
    ASSERT_EQ(undo.size(), 1U);
    EXPECT_EQ(undo[0].command, Command::void_);
    EXPECT_EQ(undo[0].token, "");
    EXPECT_EQ(undo[0].amount, total(trip));
}

// Payment could not read the message, and would not answer.
TEST(SessionAsking, ATotalBeyondTheLargestAmountIsNotPaid) {
    auto trip = new_trip();
    for (int number = 1; number <= 2; ++number) {
        ask(trip, number);
        auto held = answer(Command::hold, number, 0, Answer::held);
        held.price.amount = kAmountMax / 2 + number - 1;
        decide(trip, held, kStart, kLimits);
    }
    ASSERT_GT(total(trip).amount, kAmountMax);
    EXPECT_EQ(pay(trip).code, Code::invalid_state);
    const auto actions = available_actions(trip, kStart);
    EXPECT_EQ(std::ranges::count(actions, "pay"), 0);
    EXPECT_EQ(std::ranges::count(actions, "drop"), 1);
    trip.holds[1].price.amount -= 1;
    EXPECT_EQ(pay(trip).code, Code::accepted) << "the largest amount itself is paid";
}

}  // namespace
}  // namespace viaja::session
