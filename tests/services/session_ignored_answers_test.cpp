// Answers that came when nobody waited for them are counted by kind.

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace viaja::session
