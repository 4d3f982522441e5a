// A saga keeps the table of steps that it began with, also in a program that has newer ones.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/session_trips.hpp"

namespace viaja::session {
namespace {

/// A later version of a trip paid by card: it asks the suppliers before it asks for money.
constexpr std::array kCardTrip3 = {
    Step{"confirm", Command::confirm, Command::unconfirm, StepKind::compensatable, true},
    Step{"authorize", Command::authorize, Command::void_, StepKind::compensatable, false},
    Step{"capture", Command::capture, std::nullopt, StepKind::pivot, false},
};

Limits newer_program() {
    static const StepTables kTables = [] {
        auto tables = tables_of(Limits{});
        tables.known.push_back({"card/3", kCardTrip3, SagaEnd::trip_confirmed});
        tables.for_payments = "card/3";
        return tables;
    }();
    Limits limits;
    limits.tables = &kTables;
    return limits;
}

const Limits kNewer = newer_program();
const Limits kOlder;

/// Answers an undo that is pending at a hold; false where none is.
bool say_unconfirmed(Trip& trip, const Limits& limits, std::vector<Command>& asked) {
    for (const auto& hold : trip.holds) {
        if (pending_request(hold) != Command::unconfirm) continue;
        asked.push_back(Command::unconfirm);
        auto reply = answer(Command::unconfirm, 1, trip.attempt, Answer::unconfirmed);
        reply.hold = hold.id;
        decide(trip, reply, kStart, limits);
        return true;
    }
    return false;
}

/// Says yes to whatever is pending until the saga is over; the commands that were asked.
std::vector<Command> say_yes_to_all(Trip& trip, const Limits& limits) {
    std::vector<Command> asked;
    while (trip.saga && asked.size() < 20) {
        if (say_unconfirmed(trip, limits, asked)) continue;
        const auto command = trip.saga->pending;
        asked.push_back(command);
        if (trip.saga->hold) {
            const auto yes = command == Command::confirm ? Answer::confirmed : Answer::unconfirmed;
            auto reply = answer(command, 1, trip.attempt, yes);
            reply.hold = *trip.saga->hold;
            decide(trip, reply, kStart, limits);
        } else {
            const auto yes = command == Command::authorize ? Answer::authorized
                             : command == Command::capture ? Answer::captured
                             : command == Command::refund  ? Answer::refunded
                                                           : Answer::voided;
            decide(trip, answer(command, trip.attempt, yes), kStart, limits);
        }
    }
    return asked;
}

Outcome pay_with(Trip& trip, const Limits& limits) {
    return decide(trip, Pay{"card", "tok_ok", total(trip)}, kStart, limits);
}

TEST(SessionTables, ASagaBegunUnderTheOldTableEndsUnderItInANewerProgram) {
    auto trip = held_trip(2);
    pay_with(trip, kOlder);
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    EXPECT_EQ(say_yes_to_all(trip, kNewer),
              (std::vector{Command::confirm, Command::confirm, Command::capture}));
    EXPECT_EQ(trip.state, SessionState::confirmed);
}

TEST(SessionTables, ItIsUndoneByTheOldTableToo) {
    auto trip = held_trip(2);
    pay_with(trip, kOlder);
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kOlder);
    decide(trip, answer(Command::confirm, 2, 1, Answer::refused, "overbooked"), kStart, kNewer);
    EXPECT_EQ(say_yes_to_all(trip, kNewer), (std::vector{Command::unconfirm, Command::void_}));
    EXPECT_EQ(trip.state, SessionState::open);
}

TEST(SessionTables, ASagaOfTheFirstCardTableIsUndoneLastFirst) {
    auto trip = held_trip(2);
    pay_with(trip, kOlder);
    trip.saga->table = kCardTripVersion1;
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kOlder);
    decide(trip, answer(Command::confirm, 2, 1, Answer::refused, "overbooked"), kStart, kOlder);
    EXPECT_EQ(trip.saga->pending, Command::unconfirm);
    EXPECT_EQ(pending_request(trip.holds[0]), std::nullopt);
    EXPECT_EQ(say_yes_to_all(trip, kOlder), (std::vector{Command::unconfirm, Command::void_}));
    EXPECT_EQ(trip.state, SessionState::open);
}

TEST(SessionTables, ANewSagaBeginsWithTheNewTable) {
    auto trip = held_trip(2);
    pay_with(trip, kNewer);
    EXPECT_EQ(trip.saga->table, "card/3");
    EXPECT_EQ(say_yes_to_all(trip, kNewer), (std::vector{Command::confirm, Command::confirm,
                                                         Command::authorize, Command::capture}));
    EXPECT_EQ(trip.state, SessionState::confirmed);
}

TEST(SessionTables, TheSameSessionMayFailUnderTheOldOneAndSucceedUnderTheNewOne) {
    auto trip = held_trip(1);
    pay_with(trip, kOlder);
    decide(trip, answer(Command::authorize, 1, Answer::declined), kStart, kNewer);
    ASSERT_EQ(trip.state, SessionState::open);
    pay_with(trip, kNewer);
    EXPECT_EQ(trip.saga->table, "card/3");
    say_yes_to_all(trip, kNewer);
    EXPECT_EQ(trip.state, SessionState::confirmed);
}

TEST(SessionTables, AnOlderProgramLeavesASagaOfANewerTableAlone) {
    auto trip = held_trip(1);
    pay_with(trip, kNewer);
    derive_supplier_commands(trip, kStart, kNewer);
    const auto pending = trip.saga->pending;
    auto now = kStart;
    for (int look = 0; look < 30; ++look) {
        now = std::max(now, due_at(trip, kOlder));
        pass_time(trip, now, kOlder);
        EXPECT_TRUE(derive_supplier_commands(trip, now, kOlder).empty());
        EXPECT_TRUE(derive_payment_commands(trip, now, kOlder).empty());
        EXPECT_GT(due_at(trip, kOlder), now) << "it does not look again at once";
    }
    EXPECT_EQ(trip.state, SessionState::paying);
    EXPECT_EQ(trip.saga->pending, pending) << "nothing was given up";
    EXPECT_TRUE(trip.needs_attention);
    EXPECT_EQ(trip.saga->asking.last_error, "step_table_unknown");
    EXPECT_EQ(decide(trip, ForceCancel{}, now, kOlder).code, Code::invalid_state);
    EXPECT_THROW(decide(trip, answer(Command::confirm, 1, 1, Answer::confirmed), now, kOlder), Bug);

    now = std::max(now, due_at(trip, kNewer));
    EXPECT_EQ(derive_supplier_commands(trip, now, kNewer).size(), 1U) << "who knows it goes on";
    EXPECT_FALSE(trip.needs_attention);
    say_yes_to_all(trip, kNewer);
    EXPECT_EQ(trip.state, SessionState::confirmed);
}

}  // namespace
}  // namespace viaja::session
