// Which answers are taken: docs/saga.md, rules C1, C2 and C14.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/session_trips.hpp"

namespace viaja::session {
namespace {

constexpr Answer kAnswers[] = {Answer::held,        Answer::refused,         Answer::confirmed,
                               Answer::unconfirmed, Answer::cancelled,       Answer::expired,
                               Answer::not_expired, Answer::authorized,      Answer::declined,
                               Answer::captured,    Answer::capture_refused, Answer::voided,
                               Answer::refunded};

bool is_pending_at_hold(const Trip& trip, Command command, int number, int attempt) {
    if (is_pending(trip, command, hold_id(number), attempt)) return true;
    const auto* hold = find_hold(trip, hold_id(number));
    return hold && pending_request(*hold) == command && attempt == trip.attempt;
}

TEST(SessionReplies, OnlyTheAnswerToThePendingRequestChangesASession) {
    for (const auto& before : trips_on_the_way()) {
        for (const auto command : {Command::hold, Command::confirm, Command::unconfirm,
                                   Command::cancel, Command::expire}) {
            for (const int number : {1, 2, 3}) {
                for (const int attempt : {0, 1, 2}) {
                    if (is_pending_at_hold(before, command, number, attempt)) continue;
                    for (const auto said : kAnswers) {
                        auto trip = before;
                        decide(trip, answer(command, number, attempt, said), kStart, kLimits);
                        EXPECT_EQ(trip, before) << viaja::name_of(command) << " " << number << " #"
                                                << attempt << " " << viaja::name_of(said);
                    }
                }
            }
        }
    }
}

TEST(SessionReplies, OnlyTheAnswerToThePendingPaymentStepChangesASession) {
    for (const auto& before : trips_on_the_way()) {
        for (const auto command :
             {Command::authorize, Command::capture, Command::void_, Command::refund}) {
            for (const int attempt : {0, 1, 2}) {
                if (is_pending(before, command, std::nullopt, attempt)) continue;
                for (const auto said : kAnswers) {
                    auto trip = before;
                    decide(trip, answer(command, attempt, said), kStart, kLimits);
                    EXPECT_EQ(trip, before) << viaja::name_of(command) << " #" << attempt << " "
                                            << viaja::name_of(said);
                }
            }
        }
    }
}

TEST(SessionReplies, WhatIsHeldIsKeptAsTheSupplierSaysIt) {
    auto trip = new_trip();
    ask(trip, 1);
    auto reply = answer(Command::hold, 1, 0, Answer::held);
    HeldFlight held;
    held.item = std::get<FlightItem>(trip.holds[0].request.item);
    held.departs_at_local = "2027-02-01T09:00";
    reply.item = held;
    decide(trip, reply, kStart, kLimits);
    EXPECT_EQ(trip.holds[0].item, HeldItem(held));
}

TEST(SessionReplies, AHoldOfAnotherItemThanWasAskedForIsAMistakeOfTheSupplier) {
    auto trip = new_trip();
    ask(trip, 1);
    const auto before = trip;
    auto reply = answer(Command::hold, 1, 0, Answer::held);
    reply.item = HeldRoom{};
    EXPECT_THROW(decide(trip, reply, kStart, kLimits), Bug);
    EXPECT_EQ(trip, before);
}

/// What the session waits for: the saga's own request, then those at holds.
std::string waits_for(const Trip& trip) {
    std::string text;
    if (trip.saga && trip.saga->asking.next_attempt_at) {
        text = viaja::name_of(trip.saga->pending);
        for (const int number : {1, 2})
            if (trip.saga->hold == hold_id(number)) text += " " + std::to_string(number);
    }
    for (const auto& hold : trip.holds) {
        const auto pending = pending_request(hold);
        if (pending) text += "; " + std::string(viaja::name_of(*pending));
    }
    return text;
}

TEST(SessionReplies, TheSagaUndoesSideBySide) {
    std::vector<std::string> waits;
    for (const auto& trip : trips_on_the_way())
        waits.push_back(waits_for(trip));
    EXPECT_EQ(waits, (std::vector<std::string>{"authorize", "confirm 1", "confirm 2", "capture",
                                               "void; unconfirm; unconfirm", "void; unconfirm",
                                               "void", ""}));
}

TEST(SessionReplies, ASupplierThatStaysSilentKeepsNoOtherPromiseBound) {
    auto trip = held_trip(2);
    pay(trip);
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits);
    decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kLimits);
    lose_every_copy(trip);
    pass_time(trip, kStart + kLimits.step_time, kLimits);
    EXPECT_EQ(waits_for(trip), "void; unconfirm; unconfirm");
    decide(trip, answer(Command::void_, 1, Answer::voided), kStart, kLimits);
    decide(trip, answer(Command::unconfirm, 1, 1, Answer::unconfirmed), kStart, kLimits);
    EXPECT_EQ(trip.payments[0].state, PaymentState::voided);
    EXPECT_EQ(waits_for(trip), "; unconfirm");
    EXPECT_EQ(trip.state, SessionState::paying) << "until the last undo is answered (C6)";
    decide(trip, answer(Command::unconfirm, 2, 1, Answer::unconfirmed), kStart, kLimits);
    EXPECT_EQ(trip.state, SessionState::open);
}

TEST(SessionReplies, AnAnswerThatIsIgnoredIsSaidToBe) {
    auto trip = held_trip(2);
    const auto why = [&](const auto& reply) {
        return decide(trip, reply, kStart, kLimits).ignored;
    };
    EXPECT_EQ(why(answer(Command::hold, 1, 0, Answer::held)), Ignored::not_pending);
    EXPECT_EQ(why(answer(Command::hold, 9, 0, Answer::held)), Ignored::unknown_hold);
    decide(trip, DropHold{hold_id(2)}, kStart, kLimits);
    EXPECT_EQ(why(answer(Command::hold, 2, 0, Answer::held)), Ignored::given_up);
    EXPECT_EQ(why(answer(Command::cancel, 2, 0, Answer::cancelled)), Ignored::no);
    EXPECT_EQ(why(answer(Command::cancel, 2, 0, Answer::cancelled)), Ignored::not_pending);
    pay(trip);
    EXPECT_EQ(why(answer(Command::confirm, 1, 1, Answer::confirmed)), Ignored::not_pending);
    EXPECT_EQ(why(answer(Command::authorize, 0, Answer::authorized)), Ignored::older_attempt);
    EXPECT_EQ(why(answer(Command::authorize, 1, Answer::authorized)), Ignored::no);
    EXPECT_EQ(why(answer(Command::confirm, 1, 0, Answer::confirmed)), Ignored::older_attempt);
    EXPECT_EQ(why(answer(Command::confirm, 1, 1, Answer::confirmed)), Ignored::no);
}

TEST(SessionReplies, TheReasonOfAFailedPaymentIsKept) {
    const auto trip = trips_on_the_way().back();
    EXPECT_EQ(trip.state, SessionState::open);
    ASSERT_EQ(trip.payments.size(), 1U);
    EXPECT_EQ(trip.payments[0].failure, Code::payment_declined);
    EXPECT_EQ(trip.payments[0].state, PaymentState::voided);
}

/// A confirmed trip that is given back: its refund is pending.
Trip trip_to_refund() {
    auto trip = held_trip(1);
    pay(trip);
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits);
    decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kLimits);
    decide(trip, answer(Command::capture, 1, Answer::captured), kStart, kLimits);
    decide(trip, CancelTrip{}, kStart, kLimits);
    return trip;
}

TEST(SessionReplies, ARefundOfAPaymentThatWasLostNeedsAPersonAtOnce) {
    for (const auto reason : {kPaymentUnknown, kNotCaptured}) {
        auto trip = trip_to_refund();
        ASSERT_TRUE(trip.saga && trip.saga->pending == Command::refund);
        derive_payment_commands(trip, kStart, kLimits);
        EXPECT_FALSE(trip.needs_attention);
        auto lost = answer(Command::refund, 1, Answer::refused);
        lost.reason = reason;
        const auto told = decide(trip, lost, kStart, kLimits);
        ASSERT_EQ(told.entries.size(), 1U);
        EXPECT_EQ(told.entries[0].type, "step.payment_lost");
        EXPECT_TRUE(decide(trip, lost, kStart, kLimits).entries.empty()) << "said once";
        derive_payment_commands(trip, kStart, kLimits);
        EXPECT_TRUE(trip.needs_attention);
        EXPECT_NE(trip.saga->asking.last_error.find("by hand"), std::string::npos);
        decide(trip, answer(Command::refund, 1, Answer::refunded), kStart, kLimits);
        derive_payment_commands(trip, kStart, kLimits);
        EXPECT_FALSE(trip.needs_attention);
        EXPECT_FALSE(trip.saga);
    }
}

TEST(SessionReplies, ARefundThatTheGatewayRefusesIsAskedForAsBefore) {
    auto trip = trip_to_refund();
    auto refused = answer(Command::refund, 1, Answer::refused);
    refused.reason = "under_review";
    derive_payment_commands(trip, kStart, kLimits);
    decide(trip, refused, kStart, kLimits);
    derive_payment_commands(trip, kStart, kLimits);
    EXPECT_FALSE(trip.needs_attention);
    EXPECT_EQ(trip.saga->asking.last_error, "under_review");
}

TEST(SessionReplies, ASagaWithAnUnknownTableIsAMistakeOfOurs) {
    auto trip = held_trip(1);
    pay(trip);
    trip.saga->table = "barter/7";
    EXPECT_THROW(decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits),
                 Bug);
}

TEST(SessionReplies, TheTimelineIsNumberedWithoutGaps) {
    auto trip = new_trip();
    std::vector<Entry> entries;
    const auto keep = [&](const Outcome& outcome) {
        entries.insert(entries.end(), outcome.entries.begin(), outcome.entries.end());
    };
    keep(ask(trip, 1));
    keep(decide(trip, answer(Command::hold, 1, 0, Answer::held), kStart, kLimits));
    keep(pay(trip));
    keep(decide(trip, answer(Command::authorize, 1, Answer::declined), kStart, kLimits));
    auto seed = SeedAnswer::erro;
    keep(set_state(trip, SeedState::cancelada, kStart, kLimits, seed));
    for (std::size_t i = 0; i < entries.size(); ++i)
        EXPECT_EQ(entries[i].sequence, static_cast<int>(i) + 1) << entries[i].type;
    EXPECT_EQ(trip.timeline_length, static_cast<int>(entries.size()));
}

}  // namespace
}  // namespace viaja::session
