// Time and the session: docs/saga.md, the timeout's edges.

#include <gtest/gtest.h>

#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

const Instant kDeadline = kStart + kLimits.hold_time;

TEST(SessionTimeout, AnIdleSessionFiresAfterItsIdleTime) {
    auto session = new_session();
    pass_time(session, kStart + kLimits.idle_time - microseconds(1), kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::idle);
    pass_time(session, kStart + kLimits.idle_time, kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::fired);
    EXPECT_EQ(session.state, SessionState::expired);
}

TEST(SessionTimeout, TheFirstHoldStartsTheClockWhateverItsAnswer) {
    auto session = new_session();
    ask(session, 1);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
    decide(session, answer(Command::hold, 1, 0, Answer::refused, "sold_out"), kStart, kLimits);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
}

TEST(SessionTimeout, NoLaterHoldAndNoPaymentMovesTheDeadline) {
    auto session = held_session(1);
    ask(session, 2, kStart + seconds(10));
    decide(session, answer(Command::hold, 2, 0, Answer::held), kStart + seconds(11), kLimits);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
    pay(session, kStart + seconds(20));
    EXPECT_EQ(session.timeout.state, TimeoutState::paused);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart + seconds(30), kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
}

TEST(SessionTimeout, AtEveryInstantEitherPayingOrFiringIsValid) {
    for (const auto offset : {-1'000'000, -1, 0, 1, 1'000'000}) {
        const auto now = kDeadline + microseconds(offset);
        auto paying = held_session(1);
        auto firing = paying;
        const bool paid = pay(paying, now).code == Code::accepted;
        pass_time(firing, now, kLimits);
        const bool fired = firing.timeout.state == TimeoutState::fired;
        EXPECT_NE(paid, fired) << offset;
        EXPECT_EQ(paid, offset < 0) << offset;
    }
}

TEST(SessionTimeout, WhoeverIsRefusedAtTheDeadlineIsToldThatTheTimeIsOver) {
    const auto refused_at_the_deadline = [](auto&& act) {
        auto session = held_session(1);
        EXPECT_EQ(act(session).code, Code::session_expired);
        EXPECT_EQ(session.state, SessionState::expired);
    };
    refused_at_the_deadline([](Session& session) { return pay(session, kDeadline); });
    refused_at_the_deadline([](Session& session) { return ask(session, 2, kDeadline); });
    refused_at_the_deadline(
        [](Session& session) { return decide(session, DropHold{hold_id(1)}, kDeadline, kLimits); });
    refused_at_the_deadline(
        [](Session& session) { return decide(session, Cancel{}, kDeadline, kLimits); });
    refused_at_the_deadline(
        [](Session& session) { return decide(session, CancelTrip{}, kDeadline, kLimits); });
}

TEST(SessionTimeout, NothingFiresWhileAPaymentIsMadeOrUndone) {
    for (auto session : trips_on_the_way()) {
        if (session.state != SessionState::paying) continue;
        pass_time(session, kDeadline + seconds(86400), kLimits);
        EXPECT_EQ(session.timeout.state, TimeoutState::paused);
        EXPECT_EQ(session.state, SessionState::paying);
    }
}

TEST(SessionTimeout, TheLastUndoBehindTheDeadlineFires) {
    auto sessions = trips_on_the_way();
    auto& session = sessions[sessions.size() - 2];
    ASSERT_EQ(session.saga->pending, Command::void_);
    decide(session, answer(Command::void_, 1, Answer::voided), kDeadline, kLimits);
    EXPECT_EQ(session.state, SessionState::expired);
    EXPECT_FALSE(session.saga);
    for (const auto& hold : session.holds) {
        EXPECT_EQ(hold.state, HoldState::releasing);
        EXPECT_EQ(hold.release, Command::expire);
    }
}

TEST(SessionTimeout, APauseByHandEndsByItself) {
    auto session = held_session(1);
    auto seed = LegacyAnswer::erro;
    set_state(session, LegacyState::pausada, kStart, kLimits, seed);
    ASSERT_EQ(seed, LegacyAnswer::ok);
    const auto end = kStart + kLimits.pause_time;
    pass_time(session, end - microseconds(1), kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::paused);
    EXPECT_EQ(due_at(session, kLimits), end);
    pass_time(session, end, kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::fired) << "the deadline did not move";
}

TEST(SessionTimeout, APauseOfAnIdleSessionLeavesItAClock) {
    auto session = new_session();
    auto seed = LegacyAnswer::erro;
    set_state(session, LegacyState::pausada, kStart, kLimits, seed);
    pass_time(session, kStart + kLimits.pause_time, kLimits);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at, kStart + kLimits.pause_time + kLimits.hold_time);
}

/// One flight is held that departs so long after the start.
Session held_until_departure(Duration departs_in) {
    auto session = new_session();
    ask(session, 1);
    auto held = answer(Command::hold, 1, 0, Answer::held);
    HeldFlight flight;
    flight.item = std::get<FlightItem>(session.holds[0].request.item);
    flight.departs_at = kStart + departs_in;
    held.item = flight;
    decide(session, held, kStart, kLimits);
    return session;
}

TEST(SessionTimeout, ADeadlineIsNeverLaterThanADepartureInTheSession) {
    EXPECT_EQ(held_until_departure(std::chrono::hours(24)).timeout.expires_at,
              kStart + kLimits.hold_time);
    auto session = held_until_departure(std::chrono::seconds(90));
    const auto departure = kStart + std::chrono::seconds(90);
    EXPECT_EQ(session.timeout.expires_at, departure);
    auto in_time = session;
    EXPECT_EQ(pay(in_time, departure - microseconds(1)).code, Code::accepted);
    EXPECT_EQ(pay(session, departure).code, Code::session_expired);
    EXPECT_EQ(session.state, SessionState::expired);
}

TEST(SessionTimeout, AnAnswerThatComesAfterTheDepartureEndsTheSession) {
    auto session = held_until_departure(std::chrono::seconds(-5));
    pass_time(session, kStart, kLimits);
    EXPECT_EQ(session.state, SessionState::expired);
}

TEST(SessionTimeout, ASoldTripIsNotGivenBackByItsTravellerAfterTheDeparture) {
    auto session = held_until_departure(std::chrono::seconds(90));
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kLimits);
    decide(session, answer(Command::capture, 1, Answer::captured), kStart, kLimits);
    ASSERT_EQ(session.state, SessionState::confirmed);
    const auto departure = kStart + std::chrono::seconds(90);
    auto before = session;
    EXPECT_EQ(decide(before, CancelTrip{}, departure - microseconds(1), kLimits).code,
              Code::accepted);
    EXPECT_EQ(available_actions(session, departure), std::vector<std::string>());
    EXPECT_EQ(decide(session, CancelTrip{}, departure, kLimits).code, Code::invalid_state);
    EXPECT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(decide(session, ForceCancel{}, departure, kLimits).code, Code::accepted);
    EXPECT_EQ(session.state, SessionState::cancelling) << "an operator may";
}

}  // namespace
}  // namespace viaja::session
