// The words of states and what a traveller may do, as docs/openapi.yaml names them.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using Actions = std::vector<std::string>;

template <HasWords Enum>
std::set<std::string_view> words_of() {
    std::set<std::string_view> words;
    for (const Enum value : all_of<Enum>())
        words.insert(name_of(value));
    return words;
}

TEST(SessionWords, EveryStateHasAWordOfItsOwn) {
    EXPECT_EQ(words_of<SessionState>(),
              (std::set<std::string_view>{"open", "paying", "confirmed", "expired", "cancelling",
                                          "cancelled"}));
    EXPECT_EQ(words_of<TimeoutState>(),
              (std::set<std::string_view>{"idle", "running", "paused", "fired", "cancelled"}));
    EXPECT_EQ(words_of<HoldState>(),
              (std::set<std::string_view>{"asked", "held", "confirmed", "refused", "releasing",
                                          "released", "lost"}));
    EXPECT_EQ(words_of<PaymentState>(),
              (std::set<std::string_view>{"authorizing", "authorized", "declined", "capturing",
                                          "captured", "capture_refused", "voiding", "voided",
                                          "refunding", "refunded", "charging", "waiting", "paid"}));
    EXPECT_EQ(words_of<SubscriptionState>(),
              (std::set<std::string_view>{"scheduled", "sending", "acknowledged", "ended"}));
    EXPECT_EQ(words_of<Code>().size(), count_of<Code>());
}

TEST(SessionWords, TheLegacyWordsAreReadAsTheyAreWritten) {
    for (const auto state : {LegacyState::running, LegacyState::paused, LegacyState::timed_out,
                             LegacyState::cancelled, LegacyState::confirmed}) {
        EXPECT_EQ(named<LegacyState>(name_of(state)), state);
    }
    EXPECT_FALSE(named<LegacyState>("correndo"));
    EXPECT_FALSE(named<LegacyState>(""));
}

TEST(SessionWords, ActionsAreThoseThatWouldBeAccepted) {
    auto session = new_session();
    EXPECT_EQ(available_actions(session, kStart), (Actions{"hold", "cancel"}));
    ask(session, 1);
    EXPECT_EQ(available_actions(session, kStart), (Actions{"hold", "drop", "cancel"}));
    decide(session, answer(Command::hold, 1, 0, Answer::held), kStart, kRules);
    EXPECT_EQ(available_actions(session, kStart),
              (Actions{"hold", "swap", "drop", "pay", "cancel"}));
    pay(session);
    EXPECT_EQ(available_actions(session, kStart), Actions{});
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::refused, "gone"), kStart, kRules);
    decide(session, answer(Command::void_, 1, Answer::voided), kStart, kRules);
    ASSERT_EQ(session.holds[0].state, HoldState::lost);
    EXPECT_EQ(available_actions(session, kStart), (Actions{"hold", "swap", "drop", "cancel"}));
}

TEST(SessionWords, AHoldIsNotOfferedForASwapThatIsUnderWay) {
    auto session = held_session(1);
    HoldRequest other = session.holds[0].request;
    decide(session, AskHold{hold_id(2), other, hold_id(1)}, kStart, kRules);
    EXPECT_EQ(available_actions(session, kStart), (Actions{"hold", "drop", "cancel"}));
}

TEST(SessionWords, NothingMoreIsOfferedThanASessionMayHave) {
    auto session = new_session();
    for (int number = 1; number <= static_cast<int>(kHoldsMax); ++number) {
        EXPECT_EQ(available_actions(session, kStart).front(), "hold");
        ASSERT_EQ(ask(session, number).code, Code::accepted);
        decide(session, answer(Command::hold, number, 0, Answer::held), kStart, kRules);
    }
    EXPECT_EQ(available_actions(session, kStart), (Actions{"drop", "pay", "cancel"}));
    EXPECT_EQ(ask(session, 100).code, Code::invalid_state);
}

TEST(SessionWords, APaymentOfferedAsAnActionIsAccepted) {
    for (auto session : trips_on_the_way()) {
        const auto actions = available_actions(session, kStart);
        const bool offered = std::ranges::find(actions, "pay") != actions.end();
        EXPECT_EQ(pay(session).code == Code::accepted, offered);
    }
}

TEST(SessionWords, ASessionTriesToPayTenTimes) {
    auto session = held_session(1);
    for (int attempt = 1; attempt <= 10; ++attempt) {
        ASSERT_EQ(pay(session).code, Code::accepted) << attempt;
        PaymentReply declined = answer(Command::authorize, attempt, Answer::declined);
        decide(session, declined, kStart, kRules);
        ASSERT_EQ(session.state, SessionState::open);
    }
    EXPECT_EQ(available_actions(session, kStart), (Actions{"hold", "swap", "drop", "cancel"}));
    const auto refused = pay(session);
    EXPECT_EQ(refused.code, Code::invalid_state);
    EXPECT_EQ(refused.detail,
              "This session has tried to pay 10 times, which is the most. Cancel it and open "
              "another one.");
    EXPECT_EQ(session.payments.size(), 10U);
}

TEST(SessionWords, HowOftenASessionMayTryToPayIsFixedWhenItIsOpened) {
    Rules rules;
    rules.limits.payments_max = 1;
    auto session = open_session(SessionId{}, "hash", kStart, rules);
    EXPECT_EQ(session.payments_max, 1);
    ask(session, 1);
    decide(session, answer(Command::hold, 1, 0, Answer::held), kStart, kRules);
    ASSERT_EQ(pay(session).code, Code::accepted);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart, kRules);
    EXPECT_EQ(pay(session).code, Code::invalid_state)
        << "by the row, whatever this replica's limits";
}

TEST(SessionWords, AnOutcomeIsWhatARequestMayWaitFor) {
    const auto held = held_session(1);
    auto asked = held;
    ask(asked, 2);
    EXPECT_FALSE(has_outcome(held, asked));
    auto refused = asked;
    decide(refused, answer(Command::hold, 2, 0, Answer::refused, "sold_out"), kStart, kRules);
    EXPECT_TRUE(has_outcome(asked, refused));
    auto dropped = asked;
    decide(dropped, DropHold{hold_id(2)}, kStart, kRules);
    EXPECT_TRUE(has_outcome(asked, dropped));
    const auto sessions = trips_on_the_way();
    for (std::size_t i = 1; i < sessions.size(); ++i) {
        const bool over = sessions[i].state != SessionState::paying;
        EXPECT_EQ(has_outcome(sessions[i - 1], sessions[i]), over) << i;
    }
}

TEST(SessionWords, OnlyWhatIsHeldOrConfirmedCosts) {
    auto session = held_session(2);
    EXPECT_EQ(total(session).amount, 2000);
    ask(session, 3);
    EXPECT_EQ(total(session).amount, 2000);
    decide(session, DropHold{hold_id(1)}, kStart, kRules);
    EXPECT_EQ(total(session).amount, 1000);
}

}  // namespace
}  // namespace viaja::session
