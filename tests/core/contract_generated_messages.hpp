#pragma once
// Generated messages, for the properties of the contract: a `fill` for each alternative of Message.
// One without it is taken from its examples (contract_examples.hpp).

#include <rapidcheck.h>

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "common/contract/messages.hpp"
#include "tests/core/contract_examples.hpp"
#include "tests/core/contract_generated.hpp"

namespace viaja::generated {

inline Command supplier_command() {
    return *rc::gen::element(Command::hold, Command::confirm, Command::unconfirm, Command::cancel,
                             Command::expire);
}

inline Command payment_command() {
    return *rc::gen::element(Command::authorize, Command::capture, Command::void_, Command::refund,
                             Command::charge, Command::acknowledge);
}

inline HoldRequest hold_request() {
    HoldRequest request;
    fill(request.item);
    request.quantity = number(1, 9);
    const int travellers = number(0, 9);
    for (int i = 0; i < travellers; ++i)
        request.travellers.push_back(text(0, 200));
    return request;
}

inline void fill(SupplierCommand& message) {
    message.command = supplier_command();
    message.session_id = {uuid()};
    message.hold = {uuid()};
    message.attempt = attempt();
    message.deadline = instant();
    message.reply_to = address();
    if (message.command != Command::hold) return;
    message.request = hold_request();
    if (coin()) message.replaces = HoldId{uuid()};
}

inline void fill(SupplierReply& message) {
    message.answer =
        *rc::gen::element(Answer::held, Answer::refused, Answer::confirmed, Answer::unconfirmed,
                          Answer::cancelled, Answer::expired, Answer::not_expired);
    message.command = supplier_command();
    message.session_id = {uuid()};
    message.hold = {uuid()};
    message.attempt = attempt();
    message.reason = text(message.answer == Answer::refused ? 1 : 0, 255);
    message.row_state = code();
    message.row_attempt = attempt();
    message.description = text(0, 1000);
    message.reference = text(0, 255);
    if (message.answer != Answer::held) return;
    message.price = money();
    if (coin()) fill(message.item.emplace());
    if (coin()) message.guarantee = PriceGuarantee{};
    if (message.guarantee && coin()) message.guarantee->until = instant();
}

inline void fill(PaymentCommand& message) {
    message.command = payment_command();
    const bool opens = message.command == Command::authorize || message.command == Command::charge;
    const std::size_t least = opens ? 1 : 0;
    message.session_id = {uuid()};
    message.attempt = attempt();
    message.deadline = instant();
    message.amount = money();
    message.method = text(least, 255);
    message.token = text(least, 255);
    const bool says_sum =
        message.command == Command::acknowledge || (message.command == Command::refund && coin());
    if (says_sum) message.refund = money();
    if (message.command == Command::charge) message.pay_until = instant();
    message.reply_to = address();
}

inline void fill(PaymentReply& message) {
    message.answer =
        *rc::gen::element(Answer::refused, Answer::authorized, Answer::declined, Answer::captured,
                          Answer::capture_refused, Answer::voided, Answer::refunded,
                          Answer::waiting, Answer::paid, Answer::returned);
    message.command = payment_command();
    message.session_id = {uuid()};
    message.attempt = attempt();
    message.reason = text(message.answer == Answer::refused ? 1 : 0, 255);
    message.row_state = code();
    const bool says_sum =
        message.answer == Answer::returned || (message.answer == Answer::refunded && coin());
    if (says_sum) message.refunded = money();
    if (message.answer == Answer::waiting) message.code = text(1, 512);
}

inline void fill(TimeoutNotice& message) {
    message.session_id = {uuid()};
    if (!coin()) return;
    message.schedule = uuid();
    message.reply_to = address();
}

inline void fill(ScheduleTimeout& message) {
    message = {uuid(), {uuid()}, code(), std::nullopt, address()};
    if (coin()) message.deadline = instant();
}

inline void fill(ScheduleReply& message) {
    message.answer = *rc::gen::element(ScheduleAnswer::scheduled, ScheduleAnswer::ended,
                                       ScheduleAnswer::refused);
    message.id = uuid();
    message.session_id = {uuid()};
    (message.answer == ScheduleAnswer::refused ? message.reason : message.state) = code();
}

inline void fill(TimeoutAcknowledged& message) {
    message = {uuid(), {uuid()}};
}

inline void fill(SessionCheck& message) {
    message = {{uuid()}, {}, address()};
    const int holds = number(0, 4);
    for (int i = 0; i < holds; ++i)
        message.holds.push_back({uuid()});
}

inline void fill(Question& message) {
    message.id = uuid();
    message.wait = std::chrono::milliseconds(number(1, 60'000));
    if (coin()) message.deadline = instant();
    message.reply_to = address();
    fill(message.about);
}

inline void fill(QuestionAnswer& message) {
    message.id = uuid();
    message.from = code();
    message.problem = text(0, 255);
    fill(message.offers);
    message.more = coin();
}

template <class M, class... Alternatives>
constexpr bool is_one_of(const std::variant<Alternatives...>*) {
    return (std::is_same_v<M, Alternatives> || ...);
}
template <class M>
concept IsMessage = is_one_of<M>(static_cast<const Message*>(nullptr));

/// One of its examples, each of which has other members than the next.
template <IsMessage M>
void fill(M& message) {
    std::vector<M> examples;
    for (const auto& example : examples::all()) {
        if (const auto* one = std::get_if<M>(&example)) examples.push_back(*one);
    }
    message = *rc::gen::elementOf(examples);
}

template <class... Alternatives>
void fill(std::variant<Alternatives...>& variant) {
    const auto chosen = *rc::gen::inRange<std::size_t>(0, sizeof...(Alternatives));
    std::size_t index = 0;
    for_each_alternative<std::variant<Alternatives...>>([&](auto alternative) {
        if (index++ != chosen) return;
        fill(alternative);
        variant = std::move(alternative);
    });
}

inline Message message() {
    Message message;
    fill(message);
    return message;
}

}  // namespace viaja::generated
