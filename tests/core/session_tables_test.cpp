// A saga keeps the table of steps that it began with, also in a program that has newer ones.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/newer_program.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

const Rules kNewer = newer_program();
const Rules kOlder;

Answer yes_to(Command command) {
    return command == Command::confirm ? Answer::confirmed : Answer::unconfirmed;
}

/// Says yes to a confirm or an undo that is pending at a hold; false where none is.
bool say_yes_at_a_hold(Session& session, const Rules& rules, std::vector<Command>& asked) {
    for (const auto& hold : session.holds) {
        const auto pending = pending_request(session, hold);
        if (!pending) continue;
        asked.push_back(*pending);
        auto reply = answer(*pending, 1, session.attempt, yes_to(*pending));
        reply.hold = hold.id;
        decide(session, reply, kStart, rules);
        return true;
    }
    return false;
}

/// Says yes to whatever is pending until the saga is over; the commands that were asked.
std::vector<Command> say_yes_to_all(Session& session, const Rules& rules) {
    std::vector<Command> asked;
    while (session.saga && asked.size() < 20) {
        if (say_yes_at_a_hold(session, rules, asked)) continue;
        const auto command = session.saga->pending;
        asked.push_back(command);
        if (session.saga->hold) {
            auto reply = answer(command, 1, session.attempt, yes_to(command));
            reply.hold = *session.saga->hold;
            decide(session, reply, kStart, rules);
        } else {
            const auto yes = command == Command::authorize ? Answer::authorized
                             : command == Command::capture ? Answer::captured
                             : command == Command::refund  ? Answer::refunded
                                                           : Answer::voided;
            decide(session, answer(command, session.attempt, yes), kStart, rules);
        }
    }
    return asked;
}

Outcome pay_with(Session& session, const Rules& rules) {
    return decide(session, Pay{"card", "tok_ok", total(session)}, kStart, rules);
}

TEST(SessionTables, ASagaBegunUnderTheOldTableEndsUnderItInANewerProgram) {
    auto session = held_session(2);
    pay_with(session, kOlder);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    EXPECT_EQ(say_yes_to_all(session, kNewer),
              (std::vector{Command::confirm, Command::confirm, Command::capture}));
    EXPECT_EQ(session.state, SessionState::confirmed);
}

TEST(SessionTables, ItIsUndoneByTheOldTableToo) {
    auto session = held_session(2);
    pay_with(session, kOlder);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kOlder);
    decide(session, answer(Command::confirm, 2, 1, Answer::refused, "overbooked"), kStart, kNewer);
    EXPECT_EQ(say_yes_to_all(session, kNewer), (std::vector{Command::unconfirm, Command::void_}));
    EXPECT_EQ(session.state, SessionState::open);
}

TEST(SessionTables, ASagaOfTheSecondCardTableConfirmsOneAfterTheOther) {
    auto session = held_session(2);
    pay_with(session, kOlder);
    session.saga->table = kCardTripVersion2;
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    EXPECT_EQ(session.saga->hold, hold_id(1));
    EXPECT_EQ(pending_request(session, session.holds[1]), std::nullopt);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kOlder);
    EXPECT_EQ(session.saga->hold, hold_id(2));
    decide(session, answer(Command::confirm, 2, 1, Answer::refused, "overbooked"), kStart, kOlder);
    EXPECT_EQ(say_yes_to_all(session, kOlder), (std::vector{Command::unconfirm, Command::void_}));
    EXPECT_EQ(session.state, SessionState::open);
}

TEST(SessionTables, ASagaOfTheFirstCardTableIsUndoneLastFirst) {
    auto session = held_session(2);
    pay_with(session, kOlder);
    session.saga->table = kCardTripVersion1;
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kOlder);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kOlder);
    decide(session, answer(Command::confirm, 2, 1, Answer::refused, "overbooked"), kStart, kOlder);
    EXPECT_EQ(session.saga->pending, Command::unconfirm);
    EXPECT_EQ(pending_request(session, session.holds[0]), std::nullopt);
    EXPECT_EQ(say_yes_to_all(session, kOlder), (std::vector{Command::unconfirm, Command::void_}));
    EXPECT_EQ(session.state, SessionState::open);
}

TEST(SessionTables, ANewSagaBeginsWithTheNewTable) {
    auto session = held_session(2);
    pay_with(session, kNewer);
    EXPECT_EQ(session.saga->table, "card/9");
    EXPECT_EQ(say_yes_to_all(session, kNewer), (std::vector{Command::confirm, Command::confirm,
                                                            Command::authorize, Command::capture}));
    EXPECT_EQ(session.state, SessionState::confirmed);
}

TEST(SessionTables, TheSameSessionMayFailUnderTheOldOneAndSucceedUnderTheNewOne) {
    auto session = held_session(1);
    pay_with(session, kOlder);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart, kNewer);
    ASSERT_EQ(session.state, SessionState::open);
    pay_with(session, kNewer);
    EXPECT_EQ(session.saga->table, "card/9");
    say_yes_to_all(session, kNewer);
    EXPECT_EQ(session.state, SessionState::confirmed);
}

TEST(SessionTables, AnOlderProgramLeavesASagaOfANewerTableAlone) {
    auto session = held_session(1);
    pay_with(session, kNewer);
    derive_supplier_commands(session, kStart, kNewer);
    const auto pending = session.saga->pending;
    auto now = kStart;
    for (int look = 0; look < 30; ++look) {
        now = std::max(now, due_at(session, kOlder));
        pass_time(session, now, kOlder);
        EXPECT_TRUE(derive_supplier_commands(session, now, kOlder).empty());
        EXPECT_TRUE(derive_payment_commands(session, now, kOlder).empty());
        EXPECT_GT(due_at(session, kOlder), now) << "it does not look again at once";
    }
    EXPECT_EQ(session.state, SessionState::paying);
    EXPECT_EQ(session.saga->pending, pending) << "nothing was given up";
    EXPECT_TRUE(session.needs_attention);
    EXPECT_EQ(session.saga->retry.last_error, "step_table_unknown");
    EXPECT_EQ(decide(session, ForceCancel{}, now, kOlder).code, Code::invalid_state);
    EXPECT_THROW(decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), now, kOlder),
                 Bug);

    now = std::max(now, due_at(session, kNewer));
    EXPECT_EQ(derive_supplier_commands(session, now, kNewer).size(), 1U)
        << "a replica that knows it goes on";
    EXPECT_FALSE(session.needs_attention);
    say_yes_to_all(session, kNewer);
    EXPECT_EQ(session.state, SessionState::confirmed);
}

}  // namespace
}  // namespace viaja::session
