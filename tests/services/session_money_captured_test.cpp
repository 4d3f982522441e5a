// `money_captured` as operators see it: what was taken and not given back, as far as it was
// answered.

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "session-service/operators/operator_view.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;

/// Two flights for 1000 each, of which half comes back; the second is cancelled by its traveller.
Session half_cancelled() {
    auto session = held_session(2);
    for (auto& hold : session.holds) {
        HeldFlight flight;
        flight.item = std::get<FlightItem>(hold.request.item);
        flight.departs_at = kStart + std::chrono::days(3);  // too soon to withdraw
        flight.arrives_at = flight.departs_at;
        flight.departs_at_local = flight.arrives_at_local = "2027-01-18T05:00";
        flight.refund = RefundTerms{50, flight.departs_at};
        hold.item = flight;
    }
    sell(session, 2);
    const QuoteCancellation quote{hold_id(100).value, {hold_id(2)}};
    EXPECT_EQ(decide(session, quote, kStart, kRules).code, Code::accepted);
    decide(session, ConfirmCancellation{quote.id}, kStart, kRules);
    return session;
}

void answer_refund(Session& session, int number) {
    decide(session, answer(Command::refund, 1, Answer::refunded), kStart, kRules);
    decide(session, answer(Command::cancel, number, 0, Answer::cancelled), kStart, kRules);
}

json captured(const Session& session) {
    const auto captured = saga_json(session, kRules)["money_captured"];
    EXPECT_EQ(session_summary_json(session, kStart)["money_captured"], captured);
    EXPECT_EQ(operator_session_json(session, {}, kStart, kRules)["money_captured"], captured);
    EXPECT_EQ(captured["currency"], "BRL");
    return captured["amount"];
}

TEST(MoneyCaptured, HasWhatIsNotGivenBackYet) {
    auto session = half_cancelled();
    EXPECT_EQ(captured(session), 2000) << "the refund is asked for, not answered";
    answer_refund(session, 2);
    ASSERT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(captured(session), 1500);
    EXPECT_EQ(cancel_trip(session, kStart).code, Code::accepted);
    EXPECT_EQ(captured(session), 1500) << "the first refund is answered, the second is not";
    answer_refund(session, 1);
    ASSERT_EQ(session.state, SessionState::cancelled);
    EXPECT_EQ(captured(session), 1000);
}

TEST(MoneyCaptured, HasWhatAnOperatorGivesBackUntilThatIsAnswered) {
    auto session = half_cancelled();
    answer_refund(session, 2);
    decide(session, ForceCancel{}, kStart, kRules);
    ASSERT_EQ(session.payments.back().state, PaymentState::refunding);
    EXPECT_EQ(captured(session), 1500);
    answer_refund(session, 1);
    EXPECT_EQ(captured(session), 500);
}

TEST(MoneyCaptured, IsNothingOfATripThatAnOperatorGaveBack) {
    auto session = held_session(2);
    sell(session, 2);
    decide(session, ForceCancel{}, kStart, kRules);
    EXPECT_EQ(captured(session), 2000);
    decide(session, answer(Command::refund, 1, Answer::refunded), kStart, kRules);
    EXPECT_EQ(captured(session), 0);
}

TEST(MoneyCaptured, IsInTheCurrencyOfThePayment) {
    auto session = held_session(1);
    session.holds[0].price.currency = "JPY";
    sell(session, 1);
    EXPECT_EQ(saga_json(session, kRules)["money_captured"],
              json({{"amount", 1000}, {"currency", "JPY"}}));
}

}  // namespace
}  // namespace viaja::session
