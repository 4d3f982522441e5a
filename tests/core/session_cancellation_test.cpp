// Cancelling in two calls: what a quote says, which one can be confirmed, and what is refunded.

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "session-service/core/cancellation.hpp"
#include "session-service/core/derive.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;

constexpr Duration kSoon = days(3);  ///< too soon to withdraw
constexpr Duration kLater = days(30);

struct Flown {
    std::int64_t price = 1000;
    std::optional<int> percent;  ///< what its carrier says; none: an older version
    Duration departs_in = kSoon;
};

/// A trip of these flights, sold at the start.
Session sold(const std::vector<Flown>& flights) {
    auto session = new_session();
    int number = 0;
    for (const auto& flown : flights) {
        ask(session, ++number);
        auto held = answer(Command::hold, number, 0, Answer::held);
        held.price.amount = flown.price;
        HeldFlight flight;
        flight.item = std::get<FlightItem>(session.holds.back().request.item);
        flight.departs_at = kStart + flown.departs_in;
        flight.arrives_at = flight.departs_at;
        if (flown.percent) flight.refund = RefundTerms{*flown.percent, flight.departs_at};
        held.item = flight;
        decide(session, held, kStart, kRules);
    }
    sell(session, number);
    return session;
}

Code quote(Session& session, int number, std::vector<HoldId> holds, Instant now) {
    return decide(session, QuoteCancellation{hold_id(number).value, std::move(holds)}, now, kRules)
        .code;
}

Code confirm(Session& session, int number, Instant now) {
    return decide(session, ConfirmCancellation{hold_id(number).value}, now, kRules).code;
}

/// What a quote for all of it says.
std::int64_t quoted(Session session, Instant now) {
    EXPECT_EQ(quote(session, 100, {}, now), Code::accepted);
    return refund_of(*session.cancellation);
}

/// The refund that payment is asked for now: how much in all; zero: the whole.
std::optional<std::int64_t> refund_asked(Session& session, Instant now) {
    const auto commands = derive_payment_commands(session, now, kRules);
    if (commands.empty()) return std::nullopt;
    EXPECT_EQ(commands.front().command, Command::refund);
    return commands.front().refund ? commands.front().refund->amount : 0;
}

PaymentReply refunded_in_all(std::int64_t sum) {
    auto reply = answer(Command::refund, 1, Answer::refunded);
    reply.refunded = Money{sum};
    return reply;
}

TEST(Cancellation, WhatComesBackIsWhatTheSupplierSaidWhenItWasHeld) {
    EXPECT_EQ(quoted(sold({{1000, 0}}), kStart), 0);
    EXPECT_EQ(quoted(sold({{1000, 50}}), kStart), 500);
    EXPECT_EQ(quoted(sold({{1001, 50}}), kStart), 501) << "half a centavo is the traveller's";
    EXPECT_EQ(quoted(sold({{1000, 100}}), kStart), 1000);
    EXPECT_EQ(quoted(sold({{1000, std::nullopt}}), kStart), 1000) << "sold before there were terms";
}

TEST(Cancellation, AFlightBoughtAWeekAheadComesBackWholeForADay) {
    const auto early = sold({{1000, 0, days(7)}});
    EXPECT_EQ(quoted(early, kStart + hours(24) - microseconds(1)), 1000);
    EXPECT_EQ(quoted(early, kStart + hours(24)), 0);
    EXPECT_EQ(quoted(sold({{1000, 0, days(7) - microseconds(1)}}), kStart), 0);
}

TEST(Cancellation, ARoomIsNotWithdrawnFrom) {
    auto session = sold({{1000, 0, kLater}});
    session.holds.front().request.item = RoomItem{"r", utc_date(kStart), utc_date(kStart + kLater)};
    EXPECT_EQ(quoted(session, kStart), 0);
}

TEST(Cancellation, FromTheEndOfItsTermsOnNothingComesBack) {
    auto session = sold({{1000, 50, kLater}});
    auto& held = std::get<HeldFlight>(*session.holds.front().item);
    held.refund->until = kStart + days(2);
    EXPECT_EQ(quoted(session, kStart + days(2) - microseconds(1)), 500);
    EXPECT_EQ(quoted(session, kStart + days(2)), 0);
}

TEST(Cancellation, WhatHasBegunIsNotCancelledAndTheRestIsByItem) {
    auto session = sold({{1000, 50, kSoon}, {1000, 50, kLater}});
    const auto begun = kStart + kSoon;
    EXPECT_EQ(quote(session, 100, {}, begun), Code::invalid_state);
    EXPECT_EQ(quote(session, 100, {hold_id(1)}, begun), Code::invalid_state);
    ASSERT_EQ(quote(session, 100, {hold_id(2)}, begun), Code::accepted);
    EXPECT_EQ(confirm(session, 100, begun), Code::accepted);
}

TEST(Cancellation, AQuoteIsNotConfirmedOnceItHasBegun) {
    auto session = sold({{1000, 50, kSoon}});
    ASSERT_EQ(quote(session, 100, {}, kStart + kSoon - microseconds(1)), Code::accepted);
    EXPECT_EQ(confirm(session, 100, kStart + kSoon), Code::invalid_state);
    EXPECT_EQ(session.state, SessionState::confirmed);
}

TEST(Cancellation, AQuoteHoldsForTenMinutesAlsoWhenTheClockIsSetBack) {
    auto session = sold({{1000, 50}});
    ASSERT_EQ(quote(session, 100, {}, kStart), Code::accepted);
    auto in_time = session;
    EXPECT_EQ(confirm(in_time, 100, kStart + kQuoteLife - microseconds(1)), Code::accepted);
    EXPECT_EQ(confirm(session, 100, kStart + kQuoteLife), Code::quote_expired);
    EXPECT_EQ(confirm(session, 100, kStart - microseconds(1)), Code::quote_expired);
    EXPECT_EQ(session.state, SessionState::confirmed);
}

TEST(Cancellation, OnlyTheNewestQuoteCounts) {
    auto session = sold({{1000, 50}});
    EXPECT_EQ(confirm(session, 100, kStart), Code::quote_expired);
    ASSERT_EQ(quote(session, 100, {}, kStart), Code::accepted);
    ASSERT_EQ(quote(session, 101, {}, kStart), Code::accepted);
    EXPECT_EQ(confirm(session, 100, kStart), Code::quote_expired);
    EXPECT_EQ(confirm(session, 101, kStart), Code::accepted);
    EXPECT_EQ(confirm(session, 101, kStart), Code::accepted) << "again, which does nothing";
}

TEST(Cancellation, AHoldThatIsNamedTwiceComesBackOnce) {
    auto session = sold({{1000, 100}});
    ASSERT_EQ(quote(session, 100, {hold_id(1), hold_id(1)}, kStart), Code::accepted);
    EXPECT_EQ(refund_of(*session.cancellation), 1000);
}

TEST(Cancellation, AQuoteOfAnUnpaidSessionIsNotOneOfThePaidTrip) {
    auto session = held_session(1);
    ASSERT_EQ(quote(session, 100, {}, kStart), Code::accepted);
    EXPECT_EQ(refund_of(*session.cancellation), 0);
    EXPECT_EQ(quote(session, 100, {hold_id(1)}, kStart), Code::invalid_state);
    auto freed = session;
    EXPECT_EQ(confirm(freed, 100, kStart), Code::accepted);
    EXPECT_EQ(freed.state, SessionState::cancelled);
    pay(session);
    EXPECT_FALSE(session.cancellation);
}

TEST(Cancellation, APartIsRefundedAndTheRestStaysConfirmed) {
    auto session = sold({{1000, 50}, {2000, 50}});
    ASSERT_EQ(quote(session, 100, {hold_id(1)}, kStart), Code::accepted);
    ASSERT_EQ(confirm(session, 100, kStart), Code::accepted);
    EXPECT_EQ(session.state, SessionState::cancelling);
    EXPECT_EQ(quote(session, 101, {}, kStart), Code::invalid_state);
    EXPECT_EQ(refund_asked(session, kStart), 500);
    decide(session, answer(Command::cancel, 1, 0, Answer::cancelled), kStart, kRules);
    decide(session, refunded_in_all(500), kStart, kRules);
    EXPECT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(session.payments.back().state, PaymentState::captured);
    EXPECT_EQ(total(session).amount, 2000);

    ASSERT_EQ(quote(session, 102, {}, kStart), Code::accepted);
    ASSERT_EQ(confirm(session, 102, kStart), Code::accepted);
    EXPECT_EQ(refund_asked(session, kStart), 1500) << "with what came back before";
    EXPECT_EQ(decide(session, refunded_in_all(500), kStart, kRules).ignored, Ignored::not_pending)
        << "the late answer to the first refund";
    decide(session, answer(Command::cancel, 2, 0, Answer::cancelled), kStart, kRules);
    EXPECT_EQ(session.state, SessionState::cancelling);
    decide(session, refunded_in_all(1500), kStart, kRules);
    EXPECT_EQ(session.state, SessionState::cancelled);
    EXPECT_EQ(session.payments.back().state, PaymentState::captured) << "half of it is kept";
}

TEST(Cancellation, WithoutARefundPaymentIsNotAsked) {
    auto session = sold({{1000, 0}});
    ASSERT_EQ(quote(session, 100, {}, kStart), Code::accepted);
    ASSERT_EQ(confirm(session, 100, kStart), Code::accepted);
    EXPECT_FALSE(session.saga);
    EXPECT_EQ(session.state, SessionState::cancelling);
    decide(session, answer(Command::cancel, 1, 0, Answer::cancelled), kStart, kRules);
    EXPECT_EQ(session.state, SessionState::cancelled);
}

TEST(Cancellation, AnOperatorGivesAllOfItBack) {
    auto session = sold({{1000, 0}, {2000, 50}});
    decide(session, ForceCancel{}, kStart, kRules);
    EXPECT_EQ(refund_asked(session, kStart), 0) << "the whole amount";
    EXPECT_EQ(refunded(session).amount, 3000);
}

TEST(Cancellation, ARefundThatAnOlderVersionBeganIsOfAllOfIt) {
    auto session = sold({{1000, 100}});
    ASSERT_EQ(quote(session, 100, {}, kStart), Code::accepted);
    ASSERT_EQ(confirm(session, 100, kStart), Code::accepted);
    session.cancellation.reset();
    session.holds.front().refund.reset();
    EXPECT_EQ(refund_asked(session, kStart), 0);
    decide(session, answer(Command::cancel, 1, 0, Answer::cancelled), kStart, kRules);
    decide(session, answer(Command::refund, 1, Answer::refunded), kStart, kRules);
    EXPECT_EQ(session.payments.back().state, PaymentState::refunded);
}

}  // namespace
}  // namespace viaja::session
