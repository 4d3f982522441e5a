// Answers that were not waited for are counted by kind.

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/store/store.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

TEST(IgnoredAnswers, AreCountedByTheAnswerAndWhy) {
    SessionWorld world;
    const auto session_id = world.held_session();
    EXPECT_EQ(world.ignored(), IgnoredAnswers::Counts{});
    world.answer(Answer::held);
    world.request(session_id, Pay{"card", "tok_ok", total(world.session(session_id))});
    world.run();
    world.answer(Answer::authorized);
    world.run();
    PaymentReply late;
    late.answer = Answer::authorized;
    late.command = Command::authorize;
    late.session_id = session_id;
    late.attempt = 1;
    late.row_state = "authorized";
    world.send(late);
    world.send(late);
    late.session_id = SessionId{Uuid(Uuid::Bytes{1})};
    world.send(late);
    world.run();
    EXPECT_EQ(world.ignored(),
              (IgnoredAnswers::Counts{{{"authorized", Ignored::not_pending}, 2},
                                      {{"authorized", Ignored::unknown_session}, 1},
                                      {{"held", Ignored::not_pending}, 1}}));
}

TEST(IgnoredAnswers, TheLastOnesOfASessionAreKeptForItsOperator) {
    SessionWorld world;
    const auto session_id = world.held_session();
    const auto hold = world.session(session_id).holds.at(0).id;
    const auto first = world.clock.now();
    world.answer(Answer::held);
    world.request(session_id, Pay{"card", "tok_ok", total(world.session(session_id))});
    world.answer(Answer::authorized);
    PaymentReply late;
    late.answer = Answer::authorized;
    late.command = Command::authorize;
    late.session_id = session_id;
    late.attempt = 1;
    late.row_state = "authorized";
    const auto version = world.session(session_id).version;
    world.send(late);
    world.clock.advance(std::chrono::milliseconds(100));
    const auto second = world.clock.now();
    world.send(late);
    const IgnoredAnswer of_payment{session_id, Command::authorize, {}, 1, Answer::authorized,
                                   second,     "not_pending"};
    const IgnoredAnswer of_supplier{session_id,   Command::hold, hold,         0,
                                    Answer::held, first,         "not_pending"};
    EXPECT_EQ(find_ignored_answers(world.reader(), session_id),
              (std::vector<IgnoredAnswer>{of_payment, of_supplier}));
    EXPECT_EQ(world.session(session_id).version, version) << "the session itself has not changed";
    late.attempt = 7;
    world.send(late);
    EXPECT_EQ(find_ignored_answers(world.reader(), session_id).size(), 2U)
        << "an attempt that the session never made is not kept";
}

}  // namespace
}  // namespace viaja::session
