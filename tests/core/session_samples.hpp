#pragma once
// Sessions for the tests of the session's core, and the answers that move them.

#include <string>
#include <vector>

#include "session-service/core/commands.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

inline const Rules kRules;
inline const Instant kStart = from_micros(1'800'000'000'000'000);

inline HoldId hold_id(int number) {
    Uuid::Bytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(number);
    return HoldId{Uuid(bytes)};
}

inline Session new_session() {
    Uuid::Bytes bytes{};
    bytes[15] = 0x5a;
    return open_session(SessionId{Uuid(bytes)}, "hash", kStart, kRules);
}

/// Quotes all that the session has and confirms it.
inline Outcome cancel_trip(Session& session, Instant now) {
    const QuoteCancellation quote{hold_id(200).value, {}};
    auto outcome = decide(session, quote, now, kRules);
    if (outcome.code == Code::accepted)
        outcome = decide(session, ConfirmCancellation{quote.id}, now, kRules);
    return outcome;
}

inline Outcome ask(Session& session, int number, Instant now = kStart) {
    HoldRequest request;
    request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
    request.travellers = {"Ana Souza"};
    return decide(session, AskHold{hold_id(number), request, {}}, now, kRules);
}

inline SupplierReply answer(Command command, int number, int attempt, Answer answer,
                            std::string reason = {}) {
    SupplierReply reply;
    reply.answer = answer;
    reply.command = command;
    reply.hold = hold_id(number);
    reply.attempt = attempt;
    reply.reason = std::move(reason);
    reply.price.amount = 1000;
    reply.description = "a flight";
    reply.reference = "K7QX2M";
    return reply;
}

inline PaymentReply answer(Command command, int attempt, Answer answer) {
    PaymentReply reply;
    reply.answer = answer;
    reply.command = command;
    reply.attempt = attempt;
    return reply;
}

/// Holds number 1 to `count` are held.
inline Session held_session(int count) {
    auto session = new_session();
    for (int number = 1; number <= count; ++number) {
        ask(session, number);
        decide(session, answer(Command::hold, number, 0, Answer::held), kStart, kRules);
    }
    return session;
}

inline Outcome pay(Session& session, Instant now = kStart) {
    return decide(session, Pay{"card", "tok_ok", total(session)}, now, kRules);
}

/// What is held, holds number 1 to `count`, is paid and confirmed.
inline void sell(Session& session, int count) {
    pay(session);
    decide(session, answer(Command::authorize, 1, Answer::authorized), kStart, kRules);
    for (int number = 1; number <= count; ++number)
        decide(session, answer(Command::confirm, number, 1, Answer::confirmed), kStart, kRules);
    decide(session, answer(Command::capture, 1, Answer::captured), kStart, kRules);
}

/// The pending step was asked as often as its silence needs; every copy was lost.
inline void lose_every_copy(Session& session) {
    session.saga->retry.tries = asks_before_silence(kRules.limits);
    for (auto& hold : session.holds)
        if (pending_request(session, hold)) hold.retry.tries = asks_before_silence(kRules.limits);
}

/// Every trip on the way of two holds that are paid: one for each request that is pending, forward
/// and back, and the end.
inline std::vector<Session> trips_on_the_way() {
    std::vector<Session> sessions;
    auto session = held_session(2);
    const auto after = [&](const auto& reply) {
        decide(session, reply, kStart, kRules);
        sessions.push_back(session);
    };
    pay(session);
    sessions.push_back(session);
    after(answer(Command::authorize, 1, Answer::authorized));
    after(answer(Command::confirm, 1, 1, Answer::confirmed));
    after(answer(Command::confirm, 2, 1, Answer::confirmed));
    after(answer(Command::capture, 1, Answer::capture_refused));
    after(answer(Command::unconfirm, 2, 1, Answer::unconfirmed));
    after(answer(Command::unconfirm, 1, 1, Answer::unconfirmed));
    after(answer(Command::void_, 1, Answer::voided));
    return sessions;
}

}  // namespace viaja::session
