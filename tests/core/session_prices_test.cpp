// What is paid at a price that its supplier guarantees no more: docs/saga.md, "Prices".

#include <gtest/gtest.h>

#include "session-service/core/commands.hpp"
#include "session-service/core/prices.hpp"
#include "session-service/core/queries.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

using namespace std::chrono_literals;

const Instant kUntil = kStart + 60s;

/// Holds with the guarantees, in order; each costs 1000.
Session held_with(const std::vector<std::optional<PriceGuarantee>>& guarantees) {
    auto session = new_session();
    for (int number = 1; const auto& guarantee : guarantees) {
        ask(session, number);
        auto reply = answer(Command::hold, number++, 0, Answer::held);
        reply.guarantee = guarantee;
        decide(session, reply, kStart, kRules);
    }
    return session;
}

Outcome pay_knowing(Session& session, std::vector<CurrentPrice> current, Instant now,
                    std::string_view method = kCard) {
    return decide(session, Pay{std::string(method), "tok_ok", total(session), std::move(current)},
                  now, kRules);
}

CurrentPrice costs(int number, std::int64_t amount) {
    return {hold_id(number), Money{amount}};
}

TEST(SessionPrices, AreNotAskedForWhileTheyAreGuaranteed) {
    auto session = held_with({PriceGuarantee{kUntil}});
    EXPECT_EQ(pay(session, kUntil - 1us).code, Code::accepted);
}

TEST(SessionPrices, StandUntilTheDeadlineWhereTheirSupplierDoesNotSay) {
    auto session = held_with({std::nullopt});
    EXPECT_EQ(session.holds[0].price_guaranteed_until, session.timeout.expires_at);
    EXPECT_EQ(pay(session, *session.timeout.expires_at - 1us).code, Code::accepted);
}

TEST(SessionPrices, AreAskedForFromTheEndOfTheirGuaranteeOn) {
    const auto before = held_with({PriceGuarantee{kUntil}, std::nullopt, PriceGuarantee{}});
    auto session = before;
    const auto outcome = pay(session, kUntil);
    EXPECT_EQ(outcome.code, Code::price_unknown);
    EXPECT_EQ(outcome.prices, (std::vector<UnguaranteedPrice>{{hold_id(1), Money{1000}},
                                                              {hold_id(3), Money{1000}}}));
    EXPECT_EQ(session, before);
}

TEST(SessionPrices, ThatAreStillTheSameArePaid) {
    for (const auto method : {kCard, kPix}) {
        auto session = held_with({PriceGuarantee{kUntil}, PriceGuarantee{}});
        const auto outcome = pay_knowing(session, {costs(1, 1000), costs(2, 1000)}, kUntil, method);
        EXPECT_EQ(outcome.code, Code::accepted);
        EXPECT_EQ(session.payments.back().amount, Money{2000});
    }
}

TEST(SessionPrices, ThatRoseOrFellAreRefusedWithBoth) {
    for (const std::int64_t now : {999, 1001}) {
        for (const auto method : {kCard, kPix}) {
            const auto before = held_with({PriceGuarantee{kUntil}, PriceGuarantee{}});
            auto session = before;
            const auto outcome =
                pay_knowing(session, {costs(1, 1000), costs(2, now)}, kUntil, method);
            EXPECT_EQ(outcome.code, Code::price_changed);
            EXPECT_EQ(outcome.prices,
                      (std::vector<UnguaranteedPrice>{{hold_id(2), Money{1000}, Money{now}}}));
            EXPECT_EQ(total_now(session, outcome.prices), Money{1000 + now});
            EXPECT_EQ(session, before);
        }
    }
}

TEST(SessionPrices, OfWhatIsNotSoldAnyMoreAreNone) {
    auto session = held_with({PriceGuarantee{}});
    const auto outcome = pay_knowing(session, {{hold_id(1), std::nullopt}}, kStart);
    EXPECT_EQ(outcome.code, Code::price_changed);
    EXPECT_EQ(outcome.prices,
              (std::vector<UnguaranteedPrice>{{hold_id(1), Money{1000}, std::nullopt}}));
    EXPECT_EQ(total_now(session, outcome.prices), std::nullopt);
}

TEST(SessionPrices, InAnotherCurrencyHaveChangedAndMakeNoTotal) {
    auto session = held_with({PriceGuarantee{}, std::nullopt});
    const auto outcome = pay_knowing(session, {{hold_id(1), Money{1000, "JPY"}}}, kStart);
    EXPECT_EQ(outcome.code, Code::price_changed);
    EXPECT_EQ(total_now(session, outcome.prices), std::nullopt);
}

TEST(SessionPrices, OfAGuaranteedHoldDoNotCountWhateverIsSaidOfIt) {
    auto session = held_with({PriceGuarantee{kUntil}});
    EXPECT_EQ(pay_knowing(session, {costs(1, 5000)}, kStart).code, Code::accepted);
    EXPECT_EQ(session.payments.back().amount, Money{1000});
}

TEST(SessionPrices, AreNotAskedForWhereTheAmountIsWrong) {
    auto session = held_with({PriceGuarantee{}});
    const auto outcome = decide(session, Pay{"card", "tok_ok", Money{999}}, kStart, kRules);
    EXPECT_EQ(outcome.code, Code::amount_mismatch);
}

TEST(SessionPrices, ThatChangedAreTakenBySwappingForTheSame) {
    auto session = held_with({PriceGuarantee{}});
    ASSERT_EQ(pay_knowing(session, {costs(1, 1200)}, kStart).code, Code::price_changed);
    decide(session, AskHold{hold_id(2), session.holds[0].request, hold_id(1)}, kStart, kRules);
    auto reply = answer(Command::hold, 2, 0, Answer::held);
    reply.price.amount = 1200;
    reply.guarantee = PriceGuarantee{};
    decide(session, reply, kStart, kRules);
    EXPECT_EQ(session.holds[0].state, HoldState::releasing);
    EXPECT_EQ(pay_knowing(session, {costs(2, 1200)}, kStart).code, Code::accepted);
    EXPECT_EQ(session.payments.back().amount, Money{1200});
}

TEST(SessionPrices, AreAskedForAnewByThePaymentAfterAFailedOne) {
    auto session = held_with({PriceGuarantee{kUntil}});
    ASSERT_EQ(pay(session).code, Code::accepted);
    decide(session, answer(Command::authorize, 1, Answer::declined), kStart, kRules);
    ASSERT_EQ(session.state, SessionState::open);
    EXPECT_EQ(pay(session, kUntil).code, Code::price_unknown);
}

TEST(SessionPrices, DoNotChangeWhatAnAcceptedPaymentPays) {
    auto session = held_with({PriceGuarantee{kUntil}});
    ASSERT_EQ(pay(session).code, Code::accepted);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kUntil, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kUntil, kRules);
    decide(session, answer(Command::capture, 1, Answer::captured), kUntil, kRules);
    EXPECT_EQ(session.state, SessionState::confirmed);
    EXPECT_EQ(session.payments.back().amount, Money{1000});
}

}  // namespace
}  // namespace viaja::session
