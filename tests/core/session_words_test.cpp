// The words of states and what a traveller may do, as docs/openapi.yaml names them.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/core/session_trips.hpp"

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
                                          "refunding", "refunded"}));
    EXPECT_EQ(words_of<NoticeState>(),
              (std::set<std::string_view>{"scheduled", "sending", "acknowledged", "ended"}));
    EXPECT_EQ(words_of<Code>().size(), count_of<Code>());
}

TEST(SessionWords, TheSeedsWordsAreReadAsTheyAreWritten) {
    for (const auto state : {SeedState::correndo, SeedState::pausada, SeedState::tempo_esgotado,
                             SeedState::cancelada, SeedState::confirmada}) {
        EXPECT_EQ(named<SeedState>(name_of(state)), state);
    }
    EXPECT_FALSE(named<SeedState>("correndo"));
    EXPECT_FALSE(named<SeedState>(""));
}

TEST(SessionWords, ActionsAreThoseThatWouldBeAccepted) {
    auto trip = new_trip();
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "cancel"}));
    ask(trip, 1);
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "drop", "cancel"}));
    decide(trip, answer(Command::hold, 1, 0, Answer::held), kStart, kLimits);
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "swap", "drop", "pay", "cancel"}));
    pay(trip);
    EXPECT_EQ(available_actions(trip, kStart), Actions{});
    decide(trip, answer(Command::authorize, 1, Answer::authorized), kStart, kLimits);
    decide(trip, answer(Command::confirm, 1, 1, Answer::refused, "gone"), kStart, kLimits);
    decide(trip, answer(Command::void_, 1, Answer::voided), kStart, kLimits);
    ASSERT_EQ(trip.holds[0].state, HoldState::lost);
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "swap", "drop", "cancel"}));
}

TEST(SessionWords, AHoldIsNotOfferedForASwapThatIsUnderWay) {
    auto trip = held_trip(1);
    HoldRequest other = trip.holds[0].request;
    decide(trip, AskHold{hold_id(2), other, hold_id(1)}, kStart, kLimits);
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "drop", "cancel"}));
}

TEST(SessionWords, NothingMoreIsOfferedThanASessionMayHave) {
    auto trip = new_trip();
    for (int number = 1; number <= static_cast<int>(kLimits.holds_max); ++number) {
        EXPECT_EQ(available_actions(trip, kStart).front(), "hold");
        ASSERT_EQ(ask(trip, number).code, Code::accepted);
        decide(trip, answer(Command::hold, number, 0, Answer::held), kStart, kLimits);
    }
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"drop", "pay", "cancel"}));
    EXPECT_EQ(ask(trip, 100).code, Code::invalid_state);
}

TEST(SessionWords, APaymentOfferedAsAnActionIsAccepted) {
    for (auto trip : trips_on_the_way()) {
        const auto actions = available_actions(trip, kStart);
        const bool offered = std::ranges::find(actions, "pay") != actions.end();
        EXPECT_EQ(pay(trip).code == Code::accepted, offered);
    }
}

TEST(SessionWords, ASessionTriesToPayTenTimes) {
    auto trip = held_trip(1);
    for (int attempt = 1; attempt <= 10; ++attempt) {
        ASSERT_EQ(pay(trip).code, Code::accepted) << attempt;
        PaymentReply declined = answer(Command::authorize, attempt, Answer::declined);
        decide(trip, declined, kStart, kLimits);
        ASSERT_EQ(trip.state, SessionState::open);
    }
    EXPECT_EQ(available_actions(trip, kStart), (Actions{"hold", "swap", "drop", "cancel"}));
    const auto refused = pay(trip);
    EXPECT_EQ(refused.code, Code::invalid_state);
    EXPECT_EQ(refused.detail,
              "This session has tried to pay 10 times, which is the most. Cancel it and open "
              "another one.");
    EXPECT_EQ(trip.payments.size(), 10U);
}

TEST(SessionWords, HowOftenASessionMayTryToPayIsFixedWhenItIsOpened) {
    Limits limits;
    limits.payments_max = 1;
    auto trip = open_trip(SessionId{}, "hash", kStart, limits);
    EXPECT_EQ(trip.payments_max, 1);
    ask(trip, 1);
    decide(trip, answer(Command::hold, 1, 0, Answer::held), kStart, kLimits);
    ASSERT_EQ(pay(trip).code, Code::accepted);
    decide(trip, answer(Command::authorize, 1, Answer::declined), kStart, kLimits);
    EXPECT_EQ(pay(trip).code, Code::invalid_state) << "by the row, whatever this replica's limits";
}

TEST(SessionWords, AnOutcomeIsWhatARequestMayWaitFor) {
    const auto held = held_trip(1);
    auto asked = held;
    ask(asked, 2);
    EXPECT_FALSE(has_outcome(held, asked));
    auto refused = asked;
    decide(refused, answer(Command::hold, 2, 0, Answer::refused, "sold_out"), kStart, kLimits);
    EXPECT_TRUE(has_outcome(asked, refused));
    auto dropped = asked;
    decide(dropped, DropHold{hold_id(2)}, kStart, kLimits);
    EXPECT_TRUE(has_outcome(asked, dropped));
    const auto trips = trips_on_the_way();
    for (std::size_t i = 1; i < trips.size(); ++i) {
        const bool over = trips[i].state != SessionState::paying;
        EXPECT_EQ(has_outcome(trips[i - 1], trips[i]), over) << i;
    }
}

TEST(SessionWords, OnlyWhatIsHeldOrConfirmedCosts) {
    auto trip = held_trip(2);
    EXPECT_EQ(total(trip).amount, 2000);
    ask(trip, 3);
    EXPECT_EQ(total(trip).amount, 2000);
    decide(trip, DropHold{hold_id(1)}, kStart, kLimits);
    EXPECT_EQ(total(trip).amount, 1000);
}

}  // namespace
}  // namespace viaja::session
