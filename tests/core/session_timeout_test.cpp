// Time and the session: docs/saga.md, the timeout's edges.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/preconditions.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

const Instant kDeadline = kStart + kRules.limits.hold_time;

TEST(SessionTimeout, AnIdleSessionFiresAfterItsIdleTime) {
    auto session = new_session();
    pass_time(session, kStart + kRules.limits.idle_time - microseconds(1), kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::idle);
    pass_time(session, kStart + kRules.limits.idle_time, kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::fired);
    EXPECT_EQ(session.state, SessionState::expired);
}

TEST(SessionTimeout, TheFirstHoldStartsTheClockWhateverItsAnswer) {
    auto session = new_session();
    ask(session, 1);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
    decide(session, answer(Command::hold, 1, 0, Answer::refused, "sold_out"), kStart, kRules);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
}

TEST(SessionTimeout, NoLaterHoldAndNoPaymentMovesTheDeadline) {
    auto session = held_session(1);
    ask(session, 2, kStart + seconds(10));
    decide(session, answer(Command::hold, 2, 0, Answer::held), kStart + seconds(11), kRules);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
    pay(session, kStart + seconds(20));
    EXPECT_EQ(session.timeout.state, TimeoutState::paused);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart + seconds(30), kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at, kDeadline);
}

TEST(SessionTimeout, AtEveryInstantEitherPayingOrFiringIsValid) {
    for (const auto offset : {-1'000'000, -1, 0, 1, 1'000'000}) {
        const auto now = kDeadline + microseconds(offset);
        auto paying = held_session(1);
        auto firing = paying;
        const bool paid = pay(paying, now).code == Code::accepted;
        pass_time(firing, now, kRules);
        const bool fired = firing.timeout.state == TimeoutState::fired;
        EXPECT_NE(paid, fired) << offset;
        EXPECT_EQ(paid, offset < 0) << offset;
    }
}

TEST(SessionTimeout, ACommandAtTheDeadlineIsRefusedAsExpired) {
    const auto refused_at_the_deadline = [](auto&& act) {
        auto session = held_session(1);
        EXPECT_EQ(act(session).code, Code::session_expired);
        EXPECT_EQ(session.state, SessionState::expired);
    };
    refused_at_the_deadline([](Session& session) { return pay(session, kDeadline); });
    refused_at_the_deadline([](Session& session) { return ask(session, 2, kDeadline); });
    refused_at_the_deadline(
        [](Session& session) { return decide(session, DropHold{hold_id(1)}, kDeadline, kRules); });
    refused_at_the_deadline(
        [](Session& session) { return decide(session, Cancel{}, kDeadline, kRules); });
    refused_at_the_deadline([](Session& session) { return cancel_trip(session, kDeadline); });
}

TEST(SessionTimeout, NothingFiresWhileAPaymentIsMadeOrUndone) {
    for (auto session : trips_on_the_way()) {
        if (session.state != SessionState::paying) continue;
        pass_time(session, kDeadline + seconds(86400), kRules);
        EXPECT_EQ(session.timeout.state, TimeoutState::paused);
        EXPECT_EQ(session.state, SessionState::paying);
    }
}

TEST(SessionTimeout, TheLastUndoBehindTheDeadlineFires) {
    auto sessions = trips_on_the_way();
    auto& session = sessions[sessions.size() - 2];
    ASSERT_EQ(session.saga->pending, Command::void_);
    decide(session, answer(Command::void_, 1, Answer::voided), kDeadline, kRules);
    EXPECT_EQ(session.state, SessionState::expired);
    EXPECT_FALSE(session.saga);
    for (const auto& hold : session.holds) {
        EXPECT_EQ(hold.state, HoldState::releasing);
        EXPECT_EQ(hold.release, Command::expire);
    }
}

TEST(SessionTimeout, APauseByHandEndsByItself) {
    auto session = held_session(1);
    auto seed = LegacyAnswer::invalid;
    set_state(session, LegacyState::paused, kStart, kRules, seed);
    ASSERT_EQ(seed, LegacyAnswer::ok);
    const auto end = kStart + kRules.limits.pause_time;
    pass_time(session, end - microseconds(1), kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::paused);
    EXPECT_EQ(due_at(session, kRules), end);
    pass_time(session, end, kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::fired) << "the deadline did not move";
}

TEST(SessionTimeout, APauseOfAnIdleSessionLeavesItAClock) {
    auto session = new_session();
    auto seed = LegacyAnswer::invalid;
    set_state(session, LegacyState::paused, kStart, kRules, seed);
    pass_time(session, kStart + kRules.limits.pause_time, kRules);
    EXPECT_EQ(session.timeout.state, TimeoutState::running);
    EXPECT_EQ(session.timeout.expires_at,
              kStart + kRules.limits.pause_time + kRules.limits.hold_time);
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
    decide(session, held, kStart, kRules);
    return session;
}

TEST(SessionTimeout, ADeadlineIsNeverLaterThanADepartureInTheSession) {
    EXPECT_EQ(held_until_departure(std::chrono::hours(24)).timeout.expires_at,
              kStart + kRules.limits.hold_time);
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
    pass_time(session, kStart, kRules);
    EXPECT_EQ(session.state, SessionState::expired);
}

/// One room is held whose check-in day ends so long after the start; without a value its supplier
/// did not say when.
Session held_until_check_in_ends(std::optional<Duration> ends_in) {
    auto session = new_session();
    const RoomItem room{"htl_rec01_std", utc_date(kStart), plus_days(utc_date(kStart), 3)};
    decide(session, AskHold{hold_id(1), HoldRequest{room, 1, {"Ana"}}, {}}, kStart, kRules);
    auto held = answer(Command::hold, 1, 0, Answer::held);
    HeldRoom of_room;
    of_room.item = room;
    if (ends_in) of_room.check_in_ends_at = kStart + *ends_in;
    held.item = of_room;
    decide(session, held, kStart, kRules);
    return session;
}

TEST(SessionTimeout, ADeadlineIsNeverLaterThanTheEndOfACheckInDay) {
    auto session = held_until_check_in_ends(std::chrono::seconds(90));
    const auto ends = kStart + std::chrono::seconds(90);
    EXPECT_EQ(session.timeout.expires_at, ends);
    auto in_time = session;
    EXPECT_EQ(pay(in_time, ends - microseconds(1)).code, Code::accepted);
    EXPECT_EQ(pay(session, ends).code, Code::session_expired);
}

/// A ticket of an event, or a thing that its supplier describes, is held that starts so long after
/// the start.
template <class Held, class Wanted>
Session held_until_start(const Wanted& wanted, Duration starts_in) {
    auto session = new_session();
    decide(session, AskHold{hold_id(1), HoldRequest{wanted, 1, {"Ana"}}, {}}, kStart, kRules);
    auto held = answer(Command::hold, 1, 0, Answer::held);
    Held started;
    started.item = wanted;
    started.starts_at = kStart + starts_in;
    held.item = started;
    decide(session, held, kStart, kRules);
    return session;
}

Session held_until_event(Duration starts_in) {
    return held_until_start<HeldTicket>(TicketItem{"evt_rec", "PISTA"}, starts_in);
}

Session held_until_other(Duration starts_in) {
    const OtherItem car{"cars", "small", utc_date(kStart), utc_date(kStart)};
    return held_until_start<HeldOther>(car, starts_in);
}

TEST(SessionTimeout, ADeadlineIsNeverLaterThanTheStartOfAnEventOrOfAnotherThing) {
    const auto starts = kStart + std::chrono::seconds(90);
    for (auto session :
         {held_until_event(std::chrono::seconds(90)), held_until_other(std::chrono::seconds(90))}) {
        EXPECT_EQ(session.timeout.expires_at, starts);
        auto in_time = session;
        EXPECT_EQ(pay(in_time, starts - microseconds(1)).code, Code::accepted);
        EXPECT_EQ(pay(session, starts).code, Code::session_expired);
        EXPECT_EQ(session.state, SessionState::expired);
    }
}

void sell(Session& session) {
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kRules);
    decide(session, answer(Command::capture, 1, Answer::captured), kStart, kRules);
}

void expect_final_from(Session session, Instant begins) {
    ASSERT_EQ(session.state, SessionState::confirmed);
    auto before = session;
    EXPECT_EQ(available_actions(session, begins - microseconds(1)),
              std::vector<std::string>{"cancel"});
    EXPECT_EQ(cancel_trip(before, begins - microseconds(1)).code, Code::accepted);
    EXPECT_EQ(available_actions(session, begins), std::vector<std::string>());
    EXPECT_EQ(cancel_trip(session, begins).code, Code::invalid_state);
    EXPECT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(decide(session, ForceCancel{}, begins, kRules).code, Code::accepted);
    EXPECT_EQ(session.state, SessionState::cancelling) << "an operator may";
}

void expect_not_given_up(Session session, SessionState seen, Instant now, std::string_view detail) {
    const auto outcome = decide(session, ForceCancel{seen}, now, kRules);
    EXPECT_EQ(outcome.code, Code::invalid_state);
    EXPECT_EQ(outcome.detail, detail);
    for (const auto& entry : outcome.entries)
        EXPECT_NE(entry.type, "operator.cancelled");
}

TEST(SessionTimeout, AnOperatorGivesUpASessionOnlyInTheStateSeen) {
    auto session = held_session(1);
    expect_not_given_up(session, SessionState::paying, kStart,
                        "The session is open by now; nothing was given up.");
    expect_not_given_up(session, SessionState::open, kDeadline,
                        "The session is expired by now; nothing was given up.");
    sell(session);
    ASSERT_EQ(session.state, SessionState::confirmed);
    expect_not_given_up(session, SessionState::paying, kStart,
                        "The session is confirmed by now; nothing was given up.");
    EXPECT_EQ(decide(session, ForceCancel{SessionState::confirmed}, kStart, kRules).code,
              Code::accepted);
    EXPECT_EQ(session.state, SessionState::cancelling);
}

TEST(SessionTimeout, ASoldTripIsNotCancelledByItsTravellerOnceItHasBegun) {
    auto flight = held_until_departure(std::chrono::seconds(90));
    sell(flight);
    expect_final_from(flight, kStart + std::chrono::seconds(90));
    auto room = held_until_check_in_ends(std::chrono::seconds(90));
    sell(room);
    expect_final_from(room, kStart + std::chrono::seconds(90));
    auto event = held_until_event(std::chrono::seconds(90));
    sell(event);
    expect_final_from(event, kStart + std::chrono::seconds(90));
    auto other = held_until_other(std::chrono::seconds(90));
    sell(other);
    expect_final_from(other, kStart + std::chrono::seconds(90));
}

TEST(SessionTimeout, WhatWasSoldWithoutItsTimeHasBegunWhenItsDayIsOverEverywhere) {
    const auto day_is_over =
        Instant(std::chrono::sys_days(utc_date(kStart))) + std::chrono::hours(36);
    auto room = held_until_check_in_ends({});
    sell(room);
    expect_final_from(room, day_is_over);
    auto flight = new_session();
    const FlightItem item{"I0", "I01370", utc_date(kStart)};
    decide(flight, AskHold{hold_id(1), HoldRequest{item, 1, {"Ana"}}, {}}, kStart, kRules);
    decide(flight, answer(Command::hold, 1, 0, Answer::held), kStart, kRules);
    sell(flight);
    expect_final_from(flight, day_is_over);
}

}  // namespace
}  // namespace viaja::session
