// Which answers are taken: docs/saga.md, rules C1, C2 and C14.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "tests/core/session_trips.hpp"

namespace viaja::session {
namespace {

constexpr Answer kAnswers[] = {Answer::held,        Answer::refused,         Answer::confirmed,
                               Answer::unconfirmed, Answer::cancelled,       Answer::expired,
                               Answer::not_expired, Answer::authorized,      Answer::declined,
                               Answer::captured,    Answer::capture_refused, Answer::voided,
                               Answer::refunded};

TEST(SessionReplies, OnlyTheAnswerToThePendingRequestChangesASession) {
    for (const auto& before : trips_on_the_way()) {
        for (const auto command : {Command::hold, Command::confirm, Command::unconfirm,
                                   Command::cancel, Command::expire}) {
            for (const int number : {1, 2, 3}) {
                for (const int attempt : {0, 1, 2}) {
                    const bool pending = before.saga && before.saga->pending == command &&
                                         before.saga->hold == hold_id(number) && attempt == 1;
                    if (pending) continue;
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
                const bool pending = before.saga && before.saga->pending == command && attempt == 1;
                if (pending) continue;
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

TEST(SessionReplies, TheSagaUndoesInReverseOrder) {
    std::vector<Command> pending;
    std::vector<std::optional<HoldId>> holds;
    for (const auto& trip : trips_on_the_way()) {
        if (!trip.saga) continue;
        pending.push_back(trip.saga->pending);
        holds.push_back(trip.saga->hold);
    }
    EXPECT_EQ(pending,
              (std::vector{Command::authorize, Command::confirm, Command::confirm, Command::capture,
                           Command::unconfirm, Command::unconfirm, Command::void_}));
    EXPECT_EQ(holds, (std::vector<std::optional<HoldId>>{std::nullopt, hold_id(1), hold_id(2),
                                                         std::nullopt, hold_id(2), hold_id(1),
                                                         std::nullopt}));
}

TEST(SessionReplies, TheReasonOfAFailedPaymentIsKept) {
    const auto trip = trips_on_the_way().back();
    EXPECT_EQ(trip.state, SessionState::open);
    ASSERT_EQ(trip.payments.size(), 1U);
    EXPECT_EQ(trip.payments[0].failure, Code::payment_declined);
    EXPECT_EQ(trip.payments[0].state, PaymentState::voided);
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
