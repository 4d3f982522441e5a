// Money of a trip that is cancelled piece by piece: seven items of any price and terms, for three
// people, given back in any order and in any parts. Every sum is exact.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "session-service/core/cancellation.hpp"
#include "session-service/core/derive.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

constexpr int kItems = 7;
constexpr int kPeople = 3;

/// A trip that is sold, too late to withdraw from it.
Session sold_trip() {
    auto session = new_session();
    for (int number = 1; number <= kItems; ++number) {
        ask(session, number);
        auto held = answer(Command::hold, number, 0, Answer::held);
        held.price.amount = kPeople * *rc::gen::inRange<std::int64_t>(1, 1'000'000);
        HeldFlight flight;
        flight.item = std::get<FlightItem>(session.holds.back().request.item);
        flight.departs_at = kStart + std::chrono::days(2);
        flight.refund = RefundTerms{*rc::gen::element(0, 33, 50, 50, 50, 100), flight.departs_at};
        held.item = flight;
        decide(session, held, kStart, kRules);
    }
    sell(session, kItems);
    return session;
}

/// Some of what is still confirmed, at least one.
std::vector<HoldId> some_of(const Session& session) {
    std::vector<HoldId> holds;
    for (const auto& hold : session.holds)
        if (hold.state == HoldState::confirmed) holds.push_back(hold.id);
    const auto count = *rc::gen::inRange<std::size_t>(1, holds.size() + 1);
    holds.resize(count);
    return holds;
}

/// Answers all that the session asks for; the sum that payment has refunded is set.
void answer_all(Session& session, std::int64_t& at_payment) {
    for (auto& command : derive_payment_commands(session, kStart, kRules)) {
        RC_ASSERT(command.command == Command::refund);
        auto reply = answer(Command::refund, 1, Answer::refunded);
        reply.refunded = command.refund;
        const auto sum = command.refund ? command.refund->amount : command.amount.amount;
        RC_ASSERT(sum > at_payment && sum <= command.amount.amount);
        at_payment = sum;
        decide(session, reply, kStart, kRules);
    }
    for (const auto& command : derive_supplier_commands(session, kStart, kRules)) {
        SupplierReply reply;
        reply.answer = Answer::cancelled;
        reply.command = command.command;
        reply.hold = command.hold;
        decide(session, reply, kStart, kRules);
    }
}

RC_GTEST_PROP(RefundProperties, WhatIsKeptAndWhatComesBackIsWhatWasPaid, ()) {
    auto session = sold_trip();
    const auto paid = total(session).amount;
    std::int64_t quoted = 0;
    std::int64_t at_payment = 0;
    int number = 100;
    while (session.state == SessionState::confirmed) {
        const QuoteCancellation quote{hold_id(++number).value, some_of(session)};
        RC_ASSERT(decide(session, quote, kStart, kRules).code == Code::accepted);
        quoted += refund_of(*session.cancellation);
        decide(session, ConfirmCancellation{quote.id}, kStart, kRules);
        answer_all(session, at_payment);
        RC_ASSERT(at_payment == quoted && refunded(session).amount == quoted);
        auto kept = total(session).amount;
        for (const auto& hold : session.holds) {
            if (!hold.refund) continue;
            RC_ASSERT(*hold.refund >= 0 && *hold.refund <= hold.price.amount);
            kept += hold.price.amount - *hold.refund;
        }
        RC_ASSERT(kept + at_payment == paid);
    }
    RC_ASSERT(session.state == SessionState::cancelled);
}

RC_GTEST_PROP(RefundProperties, ASharesErrorIsLessThanHalfACentavo, ()) {
    const auto amount = *rc::gen::inRange<std::int64_t>(0, kAmountMax + 1);
    const auto percent = *rc::gen::inRange(0, 101);
    const auto error = hundredths(amount, percent) * 100 - amount * percent;
    RC_ASSERT(error > -50 && error <= 50);
}

}  // namespace
}  // namespace viaja::session
