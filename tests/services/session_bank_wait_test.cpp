// While a traveller's bank is waited for, payment is asked again and again; what the traveller saw
// stays as it is, so that it can be stopped by what was seen.

#include <gtest/gtest.h>

#include "tests/services/session_world.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

const Pay kByPix{.method = "pix", .token = "", .amount = {1'000, "BRL"}};

/// The session waits for its bank from now on.
void pay_by_pix(SessionWorld& world, const SessionId& session_id) {
    ASSERT_EQ(world.request(session_id, kByPix).code, Code::accepted);
    world.answer(Answer::waiting);
    ASSERT_EQ(world.session(session_id).payments.back().state, PaymentState::waiting);
    world.received("payment");
}

TEST(BankWait, AsksOfPaymentMakeNoVersion) {
    SessionWorld world;
    const auto session_id = world.held_session();
    pay_by_pix(world, session_id);
    const auto seen = world.session(session_id).version;
    const auto changes = world.changes.size();
    for (int asks = 0; asks < 10; ++asks) {
        world.wait(31s);
        EXPECT_EQ(world.types("payment"), std::vector<std::string>{"charge"});
        world.answer(Answer::waiting);
    }
    EXPECT_EQ(world.session(session_id).version, seen);
    EXPECT_EQ(world.changes.size(), changes) << "listeners are told of it";
}

TEST(BankWait, IsStoppedByTheVersionThatWasSeenAtItsBeginning) {
    SessionWorld world;
    const auto session_id = world.held_session();
    pay_by_pix(world, session_id);
    const auto seen = world.session(session_id).version;
    world.wait(31s);
    world.answer(Answer::waiting);
    world.wait(40s);
    EXPECT_EQ(world.request_again(session_id, StopPayment{}, seen).code, Code::accepted);
    world.answer(Answer::voided);
    EXPECT_EQ(world.session(session_id).state, SessionState::open);
}

TEST(BankWait, IsNotStoppedByWhatWasSeenOfAnEarlierOne) {
    SessionWorld world;
    const auto session_id = world.held_session();
    pay_by_pix(world, session_id);
    const auto seen = world.session(session_id).version;
    world.request(session_id, StopPayment{});
    world.answer(Answer::voided);
    pay_by_pix(world, session_id);
    EXPECT_NE(world.request_again(session_id, StopPayment{}, seen).code, Code::accepted);
    EXPECT_EQ(world.session(session_id).state, SessionState::paying);
}

TEST(BankWait, APaymentThatIsSilentNeedsAttentionInANewVersion) {
    SessionWorld world;
    const auto session_id = world.held_session();
    pay_by_pix(world, session_id);
    const auto seen = world.session(session_id).version;
    world.wait(10min);
    const auto now = world.session(session_id);
    EXPECT_TRUE(now.needs_attention);
    EXPECT_EQ(now.version, seen + 1);
}

}  // namespace
}  // namespace viaja::session
