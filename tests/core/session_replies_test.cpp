// Which answers are taken: docs/saga.md, rules C1, C2 and C14.

#include <gtest/gtest.h>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/derive.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/saga.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

constexpr Answer kAnswers[] = {Answer::held,        Answer::refused,         Answer::confirmed,
                               Answer::unconfirmed, Answer::cancelled,       Answer::expired,
                               Answer::not_expired, Answer::authorized,      Answer::declined,
                               Answer::captured,    Answer::capture_refused, Answer::voided,
                               Answer::refunded};

TEST(SessionReplies, OnlyTheAnswerToThePendingRequestChangesASession) {
    for (const auto& before : trips_on_the_way()) {
        for (const auto command : {Command::hold, Command::confirm, Command::unconfirm,
                                   Command::cancel, Command::expire}) {
            for (const int number : {1, 2, 3}) {
                for (const int attempt : {0, 1, 2}) {
                    if (is_pending(before, command, hold_id(number), attempt)) continue;
                    for (const auto said : kAnswers) {
                        auto session = before;
                        decide(session, answer(command, number, attempt, said), kStart, kRules);
                        EXPECT_EQ(session, before)
                            << viaja::name_of(command) << " " << number << " #" << attempt << " "
                            << viaja::name_of(said);
                    }
                }
            }
        }
    }
}

TEST(SessionReplies, OnlyTheAnswerToThePendingPaymentStepChangesASession) {
    for (const auto& before : trips_on_the_way()) {
        for (const auto command :
             {Command::authorize, Command::capture, Command::void_, Command::refund}) {
            for (const int attempt : {0, 1, 2}) {
                if (is_pending(before, command, std::nullopt, attempt)) continue;
                for (const auto said : kAnswers) {
                    auto session = before;
                    decide(session, answer(command, attempt, said), kStart, kRules);
                    EXPECT_EQ(session, before) << viaja::name_of(command) << " #" << attempt << " "
                                               << viaja::name_of(said);
                }
            }
        }
    }
}

TEST(SessionReplies, WhatIsHeldIsKeptAsTheSupplierSaysIt) {
    auto session = new_session();
    ask(session, 1);
    auto reply = answer(Command::hold, 1, 0, Answer::held);
    HeldFlight held;
    held.item = std::get<FlightItem>(session.holds[0].request.item);
    held.departs_at_local = "2027-02-01T09:00";
    reply.item = held;
    decide(session, reply, kStart, kRules);
    EXPECT_EQ(session.holds[0].item, HeldItem(held));
}

TEST(SessionReplies, AHoldOfAnotherItemThanWasAskedForIsAMistakeOfTheSupplier) {
    auto session = new_session();
    ask(session, 1);
    const auto before = session;
    auto reply = answer(Command::hold, 1, 0, Answer::held);
    reply.item = HeldRoom{};
    EXPECT_THROW(decide(session, reply, kStart, kRules), Bug);
    EXPECT_EQ(session, before);
}

/// What the session waits for: the saga's own request, then those at holds.
std::string waits_for(const Session& session) {
    std::string text;
    if (session.saga && session.saga->retry.next_attempt_at) {
        text = viaja::name_of(session.saga->pending);
        for (const int number : {1, 2})
            if (session.saga->hold == hold_id(number)) text += " " + std::to_string(number);
    }
    for (const auto& hold : session.holds) {
        const auto pending = pending_request(session, hold);
        if (pending) text += "; " + std::string(viaja::name_of(*pending));
    }
    return text;
}

TEST(SessionReplies, TheSagaUndoesSideBySide) {
    std::vector<std::string> waits;
    for (const auto& session : trips_on_the_way())
        waits.push_back(waits_for(session));
    EXPECT_EQ(waits, (std::vector<std::string>{"authorize", "; confirm; confirm", "; confirm",
                                               "capture", "void; unconfirm; unconfirm",
                                               "void; unconfirm", "void", ""}));
}

/// Two holds whose confirms are pending side by side.
Session confirming_session() {
    auto session = held_session(2);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    return session;
}

TEST(SessionReplies, ConfirmsAreSentTogetherInTheTravellersOrder) {
    auto session = confirming_session();
    const auto sent = derive_supplier_commands(session, kStart, kRules);
    ASSERT_EQ(sent.size(), 2U);
    for (const int number : {1, 2}) {
        const auto& one = sent[static_cast<std::size_t>(number - 1)];
        EXPECT_EQ(one.command, Command::confirm);
        EXPECT_EQ(one.hold, hold_id(number));
        EXPECT_EQ(one.attempt, 1);
    }
    EXPECT_TRUE(derive_supplier_commands(session, kStart, kRules).empty());
}

TEST(SessionReplies, ConfirmsMayBeAnsweredInAnyOrder) {
    auto session = confirming_session();
    decide(session, answer(Command::confirm, 2, 1, Answer::confirmed), kStart, kRules);
    EXPECT_EQ(waits_for(session), "; confirm");
    decide(session, answer(Command::confirm, 2, 1, Answer::confirmed), kStart, kRules);
    EXPECT_EQ(waits_for(session), "; confirm") << "the same answer counts once";
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kRules);
    EXPECT_EQ(waits_for(session), "capture");
}

TEST(SessionReplies, ARefusalUndoesTheOthersOfItsGroupAnsweredOrNot) {
    auto session = confirming_session();
    decide(session, answer(Command::confirm, 1, 1, Answer::refused, "overbooked"), kStart, kRules);
    EXPECT_EQ(waits_for(session), "void; unconfirm");
    EXPECT_EQ(pending_request(session, session.holds[0]), std::nullopt);
    const auto late =
        decide(session, answer(Command::confirm, 2, 1, Answer::confirmed), kStart, kRules);
    EXPECT_EQ(late.ignored, Ignored::not_pending) << "its undo is asked for already";
    EXPECT_EQ(waits_for(session), "void; unconfirm");
}

TEST(SessionReplies, AGroupIsGivenUpOnceAllOfItThatIsUnansweredWasAskedOftenEnough) {
    auto session = confirming_session();
    session.holds[1].retry.tries = asks_before_silence(kRules.limits);
    const auto late = kStart + kRules.limits.step_time;
    pass_time(session, late, kRules);
    EXPECT_EQ(waits_for(session), "; confirm; confirm");
    session.holds[0].retry.tries = asks_before_silence(kRules.limits);
    const auto outcome = pass_time(session, late, kRules);
    EXPECT_EQ(waits_for(session), "void; unconfirm; unconfirm");
    ASSERT_EQ(outcome.entries.size(), 2U);
    for (const auto& entry : outcome.entries)
        EXPECT_EQ(entry.type, "step.silent") << "one for each";
    EXPECT_EQ(session.payments[0].failure, Code::supplier_unavailable);
}

TEST(SessionReplies, ASilentSupplierDelaysNoOtherUndo) {
    auto session = held_session(2);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kRules);
    lose_every_copy(session);
    pass_time(session, kStart + kRules.limits.step_time, kRules);
    EXPECT_EQ(waits_for(session), "void; unconfirm; unconfirm");
    decide(session, answer(Command::void_, 1, Answer::voided), kStart, kRules);
    decide(session, answer(Command::unconfirm, 1, 1, Answer::unconfirmed), kStart, kRules);
    EXPECT_EQ(session.payments[0].state, PaymentState::voided);
    EXPECT_EQ(waits_for(session), "; unconfirm");
    EXPECT_EQ(session.state, SessionState::paying) << "until the last undo is answered (C6)";
    decide(session, answer(Command::unconfirm, 2, 1, Answer::unconfirmed), kStart, kRules);
    EXPECT_EQ(session.state, SessionState::open);
}

TEST(SessionReplies, AnAnswerThatIsIgnoredIsSaidToBe) {
    auto session = held_session(2);
    const auto why = [&](const auto& reply) {
        return decide(session, reply, kStart, kRules).ignored;
    };
    EXPECT_EQ(why(answer(Command::hold, 1, 0, Answer::held)), Ignored::not_pending);
    EXPECT_EQ(why(answer(Command::hold, 9, 0, Answer::held)), Ignored::unknown_hold);
    decide(session, DropHold{hold_id(2)}, kStart, kRules);
    EXPECT_EQ(why(answer(Command::hold, 2, 0, Answer::held)), Ignored::given_up);
    EXPECT_EQ(why(answer(Command::cancel, 2, 0, Answer::cancelled)), Ignored::no);
    EXPECT_EQ(why(answer(Command::cancel, 2, 0, Answer::cancelled)), Ignored::not_pending);
    pay(session);
    EXPECT_EQ(why(answer(Command::confirm, 1, 1, Answer::confirmed)), Ignored::not_pending);
    EXPECT_EQ(why(answer(Command::authorize, 0, Answer::authorized)), Ignored::older_attempt);
    EXPECT_EQ(why(answer(Command::authorize, 1, Answer::authorized)), Ignored::no);
    EXPECT_EQ(why(answer(Command::confirm, 1, 0, Answer::confirmed)), Ignored::older_attempt);
    EXPECT_EQ(why(answer(Command::confirm, 1, 1, Answer::confirmed)), Ignored::no);
}

TEST(SessionReplies, TheReasonOfAFailedPaymentIsKept) {
    const auto session = trips_on_the_way().back();
    EXPECT_EQ(session.state, SessionState::open);
    ASSERT_EQ(session.payments.size(), 1U);
    EXPECT_EQ(session.payments[0].failure, Code::payment_declined);
    EXPECT_EQ(session.payments[0].state, PaymentState::voided);
}

/// A confirmed trip that is given back: its refund is pending.
Session trip_to_refund() {
    auto session = held_session(1);
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    decide(session, answer(Command::confirm, 1, 1, Answer::confirmed), kStart, kRules);
    decide(session, answer(Command::capture, 1, Answer::captured), kStart, kRules);
    cancel_trip(session, kStart);
    return session;
}

TEST(SessionReplies, ARefundOfAPaymentThatWasLostNeedsAPersonAtOnce) {
    for (const auto reason : {kPaymentUnknown, kNotCaptured}) {
        auto session = trip_to_refund();
        ASSERT_TRUE(session.saga && session.saga->pending == Command::refund);
        derive_payment_commands(session, kStart, kRules);
        EXPECT_FALSE(session.needs_attention);
        auto lost = answer(Command::refund, 1, Answer::refused);
        lost.reason = reason;
        const auto told = decide(session, lost, kStart, kRules);
        ASSERT_EQ(told.entries.size(), 1U);
        EXPECT_EQ(told.entries[0].type, "step.payment_lost");
        EXPECT_TRUE(decide(session, lost, kStart, kRules).entries.empty()) << "said once";
        derive_payment_commands(session, kStart, kRules);
        EXPECT_TRUE(session.needs_attention);
        EXPECT_NE(session.saga->retry.last_error.find("by hand"), std::string::npos);
        decide(session, answer(Command::refund, 1, Answer::refunded), kStart, kRules);
        derive_payment_commands(session, kStart, kRules);
        EXPECT_FALSE(session.needs_attention);
        EXPECT_FALSE(session.saga);
    }
}

TEST(SessionReplies, ARefundThatTheGatewayRefusesIsAskedForAsBefore) {
    auto session = trip_to_refund();
    auto refused = answer(Command::refund, 1, Answer::refused);
    refused.reason = "under_review";
    derive_payment_commands(session, kStart, kRules);
    decide(session, refused, kStart, kRules);
    derive_payment_commands(session, kStart, kRules);
    EXPECT_FALSE(session.needs_attention);
    EXPECT_EQ(session.saga->retry.last_error, "under_review");
}

TEST(SessionReplies, ASagaWithAnUnknownTableIsAMistakeOfOurs) {
    auto session = held_session(1);
    pay(session);
    session.saga->table = "barter/7";
    EXPECT_THROW(decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules),
                 Bug);
}

TEST(SessionReplies, TheTimelineIsNumberedWithoutGaps) {
    auto session = new_session();
    std::vector<Entry> entries;
    const auto keep = [&](const Outcome& outcome) {
        entries.insert(entries.end(), outcome.entries.begin(), outcome.entries.end());
    };
    keep(ask(session, 1));
    keep(decide(session, answer(Command::hold, 1, 0, Answer::held), kStart, kRules));
    keep(pay(session));
    keep(decide(session, answer(Command::authorize, 1, Answer::declined), kStart, kRules));
    auto seed = LegacyAnswer::invalid;
    keep(set_state(session, LegacyState::cancelled, kStart, kRules, seed));
    for (std::size_t i = 0; i < entries.size(); ++i)
        EXPECT_EQ(entries[i].sequence, static_cast<int>(i) + 1) << entries[i].type;
    EXPECT_EQ(session.timeline_length, static_cast<int>(entries.size()));
}

}  // namespace
}  // namespace viaja::session
