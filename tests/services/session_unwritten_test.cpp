// Progress of a saga that is not written: where it is kept, what writes it, and what becomes of it
// when it is lost.

#include <gtest/gtest.h>

#include "session-service/coordinator/unwritten_progress.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/limits.hpp"
#include "session-service/store/store.hpp"
#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

/// One whose authorize has left; nothing else is under way.
SessionId paying_session(SessionWorld& world) {
    const auto id = world.held_session();
    world.request(id, Pay{"card", "tok_ok", Money{1'000}});
    world.received("flight.I0");
    EXPECT_EQ(world.types("payment"), Words{"authorize"});
    return id;
}

Words types_of_timeline(SessionWorld& world, const SessionId& id, int after) {
    Words types;
    for (const auto& entry : read_timeline(world.reader(), id, after, 100))
        types.push_back(entry.type);
    return types;
}

TEST(UnwrittenProgress, IsWrittenTogetherWithThePivot) {
    SessionWorld world;
    const auto id = paying_session(world);
    const auto row = world.session(id);
    const auto announced = world.changes.size();
    world.answer(Answer::authorized);
    EXPECT_EQ(world.types("flight.I0"), Words{"confirm"});
    EXPECT_EQ(world.session(id), row);
    EXPECT_EQ(world.changes.size(), announced) << "nothing that may be lost is announced";
    world.answer(Answer::confirmed);
    EXPECT_EQ(world.types("payment"), Words{"capture"});
    const auto at_pivot = world.session(id);
    EXPECT_GT(at_pivot.version, row.version);
    EXPECT_EQ(at_pivot.saga->pending, Command::capture);
    EXPECT_EQ(at_pivot.holds.at(0).reference, "K7QX2M");
    EXPECT_EQ(types_of_timeline(world, id, row.timeline_length),
              (Words{"step.authorized", "step.confirmed"}));
    world.answer(Answer::captured);
    EXPECT_EQ(world.session(id).state, SessionState::confirmed);
}

TEST(UnwrittenProgress, IsWrittenTogetherWithAnUndo) {
    SessionWorld world;
    const auto id = paying_session(world);
    const auto row = world.session(id);
    world.answer(Answer::authorized);
    world.answer(Answer::refused, "overbooked");
    EXPECT_EQ(world.types("payment"), Words{"void"});
    EXPECT_EQ(types_of_timeline(world, id, row.timeline_length),
              (Words{"step.authorized", "step.refused"}));
}

TEST(UnwrittenProgress, IsWrittenByTheSweep) {
    SessionWorld world;
    const auto id = paying_session(world);
    const auto row = world.session(id);
    world.answer(Answer::authorized);
    world.wait(2s);
    const auto swept = world.session(id);
    EXPECT_EQ(swept.saga->pending, Command::confirm);
    EXPECT_GT(swept.version, row.version);
    EXPECT_EQ(types_of_timeline(world, id, row.timeline_length), Words{"step.authorized"});
}

TEST(UnwrittenProgress, IsWrittenWithARequestThatIsRefused) {
    SessionWorld world;
    const auto id = paying_session(world);
    const auto row = world.session(id);
    world.answer(Answer::authorized);
    const auto decided = world.request(id, Cancel{});
    EXPECT_EQ(decided.code, Code::payment_in_progress);
    ASSERT_TRUE(decided.session);
    EXPECT_EQ(*decided.session, world.session(id)) << "what is answered is durable";
    EXPECT_GT(decided.session->version, row.version);
    EXPECT_EQ(decided.session->saga->pending, Command::confirm);
}

TEST(UnwrittenProgress, IsNotKeptBesideARowThatIsDueSoon) {
    SessionWorld world;
    const auto id = paying_session(world);
    world.clock.advance(600ms);
    world.answer(Answer::authorized);
    EXPECT_EQ(world.session(id).saga->pending, Command::confirm);
}

TEST(UnwrittenProgress, IsAskedForAgainByAnotherProcess) {
    SessionWorld world;
    const auto id = paying_session(world);
    world.answer(Answer::authorized);
    world.received("flight.I0");
    world.restart();
    world.wait(2s);
    EXPECT_EQ(world.types("payment"), Words{"authorize"});
    world.answer(Answer::authorized);
    EXPECT_EQ(world.types("flight.I0"), Words{"confirm"});
    world.answer(Answer::confirmed);
    world.answer(Answer::captured);
    EXPECT_EQ(world.session(id).state, SessionState::confirmed);
}

TEST(UnwrittenProgress, ThatIsLostIsUndoneWithTheStepThatIsGivenUp) {
    SessionWorld world;
    const auto id = paying_session(world);
    world.answer(Answer::authorized);
    world.received("flight.I0");
    world.restart();
    world.wait(20s);
    EXPECT_EQ(world.session(id).payments.back().state, PaymentState::voiding);
    EXPECT_EQ(world.types("flight.I0").at(0), "unconfirm") << "its confirm may have left";
}

TEST(UnwrittenProgress, IsWorthNothingOnceTheRowHasChanged) {
    SessionWorld world;
    const auto id = paying_session(world);
    world.answer(Answer::authorized);
    world.reader().execute("UPDATE sessions SET version = version + 1");
    world.answer(Answer::confirmed);
    EXPECT_EQ(world.session(id).saga->pending, Command::authorize);
    EXPECT_EQ(world.types("payment"), Words{});
    world.wait(2s);
    EXPECT_EQ(world.types("payment"), Words{"authorize"});
}

TEST(UnwrittenProgress, ComesBackToTheProcessThatKeepsIt) {
    SessionWorld world;
    world.coordinator().open_own_queue(world.bus);
    const auto id = world.held_session();
    EXPECT_EQ(world.reply_to(), "session");
    world.request(id, Pay{"card", "tok_ok", Money{1'000}});
    const auto own = world.reply_to();
    EXPECT_TRUE(own.starts_with("answers.")) << own;
    world.answer(Answer::authorized);
    EXPECT_EQ(world.reply_to(), own);
    world.answer(Answer::confirmed);
    EXPECT_EQ(world.types("payment"), (Words{"authorize", "capture"}));
    EXPECT_EQ(world.reply_to(), "session") << "any replica may take it";
}

TEST(UnwrittenProgress, IsBoundedAndForgetsWhatStoodStill) {
    UnwrittenProgress unwritten;
    const auto now = from_micros(1'800'000'000'000'000);
    Session row;
    for (std::size_t i = 0; i < UnwrittenProgress::kSagasMax; ++i) {
        EXPECT_TRUE(unwritten.has_room(now));
        row.timeline_length = static_cast<int>(i);
        auto bytes = row.id.value.bytes();
        bytes[0] = static_cast<std::uint8_t>(i);
        bytes[1] = static_cast<std::uint8_t>(i >> 8);
        row.id = SessionId{Uuid(bytes)};
        unwritten.keep({row, row, {}}, now);
    }
    EXPECT_FALSE(unwritten.has_room(now));
    EXPECT_TRUE(unwritten.beyond(row));
    EXPECT_TRUE(unwritten.has_room(now + UnwrittenProgress::kKeptFor));
    EXPECT_FALSE(unwritten.beyond(row));
}

}  // namespace
}  // namespace viaja::session
