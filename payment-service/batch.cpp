#include "payment-service/batch.hpp"

#include <algorithm>

#include "common/contract/match.hpp"
#include "common/contract/session_shard.hpp"

namespace viaja::payment {
namespace {

PaymentId payment_of(const PaymentCommand& command) {
    return {.session_id = command.session_id, .attempt = command.attempt};
}

/// Only a payment that is voided without a row never had a token.
bool is_tombstone(const Payment& payment) {
    const bool voided = payment.state == State::voiding || payment.state == State::voided;
    return voided && payment.token.empty();
}

GatewayCall call_for(const Payment& payment, Operation operation, const TraceContext& context) {
    GatewayCall call{.payment = payment.id,
                     .operation = operation,
                     .amount = payment.amount,
                     .token = {},
                     .context = context,
                     .gateway = payment.gateway};
    if (operation == Operation::authorize) {
        call.token = payment.token;
        call.method = payment.method;
        call.is_again = payment.state == State::authorizing;
    }
    if (operation == Operation::refund) {
        call.refund_to = payment.refund_to;
        if (call.refund_to != 0) call.amount.amount = call.refund_to;
        call.amount.amount -= payment.refunded;
    }
    return call;
}

/// Each input is about rows of one kind; those of the other kind are not locked for it.
bool concerns_charge(const Input& input) {
    return std::visit(Match{
                          [](const PaymentCommand& command) { return is_of_charge(command); },
                          [](const ChargeAnswer&) { return true; },
                          [](const ChargeDue&) { return true; },
                          [](const ReceiptReport&) { return true; },
                          [](const auto&) { return false; },
                      },
                      input.as<PaymentInput>());
}

/// What the call was made with, where no row shows it yet.
Payment payment_behind(const GatewayCall& call) {
    Payment payment;
    payment.id = call.payment;
    payment.amount = call.amount;
    payment.method = call.method;
    payment.token = call.token;
    payment.gateway = call.gateway;
    return payment;
}

}  // namespace

PaymentsBatch::PaymentsBatch(Perform perform, ChargeBatch::Perform perform_charges,
                             Committed committed, AnswerAddresses& addresses,
                             UnansweredCalls& unanswered)
    : perform_(std::move(perform)),
      committed_(std::move(committed)),
      addresses_(addresses),
      unanswered_(unanswered),
      charges_(std::move(perform_charges)) {}

void PaymentsBatch::load(Connection& connection, std::span<const Input* const> inputs) {
    std::set<SessionId> of_cards;
    std::set<SessionId> of_charges;
    for (const auto* input : inputs)
        (concerns_charge(*input) ? of_charges : of_cards).insert(session_of(*input));
    rows_ = lock_payments(connection, of_cards);
    charges_.load(connection, of_charges);
}

void PaymentsBatch::decide(const Input& input, Instant now) {
    std::visit(Match{
                   [&](const PaymentCommand& command) {
                       if (is_of_charge(command))
                           return charges_.decide(command, input.origin, now);
                       decide_command(command, input.origin, now);
                   },
                   [&](const ChargeAnswer& answer) { charges_.decide(answer, input.origin, now); },
                   [&](const ChargeDue& due) { charges_.decide(due, input.origin, now); },
                   [&](const ReceiptReport& report) { charges_.decide(report, input.origin, now); },
                   [&](const GatewayAnswer& answer) { take_answer(answer, input.origin, now); },
                   [&](const CallDue& due) { ask_again_if_due(due, input.origin, now); },
                   [&](const GatewayNews& news) { ask_for_news(news, input.origin, now); },
                   [&](const TimeoutNotice& notice) {
                       acknowledged_.push_back(
                           {notice.reply_to,
                            TimeoutAcknowledged{notice.schedule.value(), notice.session_id},
                            input.origin.context});
                   },
               },
               input.as<PaymentInput>());
}

void PaymentsBatch::decide_command(const PaymentCommand& command, const Origin& origin,
                                   Instant now) {
    auto& row = row_of(payment_of(command));
    const auto before = row.payment.state;
    auto decision = payment::decide(row.payment, command, now);
    ++counters_.commands;
    if (command.command == Command::authorize && is_tombstone(row.payment)) {
        ++counters_.tombstones_hit;
    }
    if (before == State::none && is_tombstone(decision.next)) ++counters_.tombstones;
    if (decision.unreachable) {
        alarms_.push_back(event_of(origin, Severity::error, "payment command not applicable",
                                   {{"payment", row.payment.id.text()},
                                    {"state", std::string(name_of(before))},
                                    {"command", std::string(viaja::name_of(command.command))}}));
    }
    reply(decision, command.command, command.reply_to, origin.context);
    addresses_.asked(row.payment.id, command.reply_to);
    apply(row, std::move(decision), origin.context, now);
}

void PaymentsBatch::take_answer(const GatewayAnswer& answer, const Origin& origin, Instant now) {
    const auto& call = answer.call;
    auto& row = row_of(call.payment);
    if (call.operation == Operation::authorize) over_.insert(call.payment);
    if (row.payment.state == State::none) row.payment = payment_behind(call);
    const bool asked_again = row.payment.tries > 1;
    auto decision = take(row.payment, call.operation, call.refund_to, answer.outcome, now);
    if (decision.next.gateway.empty()) decision.next.gateway = call.gateway;
    if (decision.call) ++counters_.calls_again;
    if (asked_again && row.payment.state == State::authorizing) {
        counters_.resolved_authorized += decision.next.state == State::authorized ? 1 : 0;
        counters_.resolved_declined += decision.next.state == State::declined ? 1 : 0;
    }
    if (decision.unreachable) {
        alarms_.push_back(event_of(origin, Severity::error, "gateway refused an undo, retrying",
                                   {{"payment", call.payment.text()},
                                    {"operation", std::string(name_of(call.operation))},
                                    {"call", call.key()},
                                    {"state", std::string(name_of(row.payment.state))},
                                    {"reason", decision.reply->reason}}));
    }
    reply(decision, command_of(call.operation), addresses_.of(call.payment), origin.context);
    apply(row, std::move(decision), call.context, now);
}

void PaymentsBatch::ask_again_if_due(const CallDue& due, const Origin& origin, Instant now) {
    auto& row = row_of(due.payment);
    auto decision = ask_again(row.payment, now);
    if (decision.call) ++counters_.calls_again;
    apply(row, std::move(decision), origin.context, now);
}

void PaymentsBatch::ask_for_news(const GatewayNews& news, const Origin& origin, Instant now) {
    auto& row = row_of(news.payment);
    auto decision = ask_now(row.payment);
    ++counters_.news;
    if (decision.call) ++counters_.calls_by_news;
    if (news.failed_refund) {
        ++counters_.refunds_failed;
        alarms_.push_back(event_of(origin, Severity::error, "refund failed at the gateway",
                                   {{"payment", news.payment.text()},
                                    {"state", std::string(name_of(row.payment.state))},
                                    {"refund", news.failed_refund->id},
                                    {"amount", std::to_string(news.failed_refund->amount)}}));
    }
    apply(row, std::move(decision), origin.context, now);
    if (news.on_decided) told_.push_back(news.on_decided);
}

void PaymentsBatch::apply(PaymentRow& row, Decision decision, const TraceContext& context,
                          Instant now) {
    const auto id = row.payment.id;
    if (decision.unreachable) ++counters_.unreachable;
    if (decision.call) {
        to_call_[id] = {call_for(decision.next, *decision.call, context), now + retry_delay(id, 1)};
    }
    if (decision.next == row.payment || decision.next.state == State::none) return;
    row.payment = std::move(decision.next);
    changed_.insert(id);
}

void PaymentsBatch::reply(const Decision& decision, Command command, std::string address,
                          const TraceContext& context) {
    if (!decision.reply) return;
    const auto& payment = decision.next;
    PaymentReply message;
    message.answer = decision.reply->answer;
    message.command = command;
    message.session_id = payment.id.session_id;
    message.attempt = payment.id.attempt;
    message.reason = decision.reply->reason;
    message.row_state = name_of(payment.state);
    message.refunded = decision.reply->refunded;
    if (address.empty()) address = session_address(payment.id.session_id);
    replies_.insert_or_assign({payment.id, command},
                              Outgoing{std::move(address), std::move(message), context});
}

void PaymentsBatch::save(Connection& connection, Instant now) {
    std::vector<PaymentRow> changed;
    for (const auto& id : changed_) {
        auto& row = rows_.at(id);
        if (row.version == 0) row.created_at = now;
        row.updated_at = now;
        ++row.version;
        changed.push_back(row);
    }
    save_payments(connection, changed);
    charges_.save(connection, now);
}

Effects PaymentsBatch::effects() {
    Effects effects;
    effects.messages = std::move(acknowledged_);
    for (auto& [key, message] : replies_)
        effects.messages.push_back(std::move(message));

    for (const auto& id : over_)
        unanswered_.over(id);
    auto calls = calls_to_make();
    counters_.calls = calls.size();
    if (!calls.empty()) {
        effects.actions.push_back(
            [perform = perform_, calls = std::move(calls)] { perform(calls); });
    }
    for (auto& told : told_)
        effects.actions.push_back(std::move(told));
    charges_.add_effects(effects);
    committed_(counters_, alarms_);
    committed_(charges_.counters(), charges_.alarms());
    return effects;
}

std::vector<GatewayCall> PaymentsBatch::calls_to_make() {
    std::vector<GatewayCall> calls;
    for (auto& [id, to_call] : to_call_) {
        const auto state = rows_.at(id).payment.state;
        const auto operation = to_call.call.operation;
        if (!is_waited_for(state, operation)) continue;  // answered in the same batch
        if (!open_call(state)) unanswered_.made(to_call.call, to_call.silent_at);
        calls.push_back(std::move(to_call.call));
    }
    return calls;
}

Instant PaymentsBatch::next_due() const {
    auto earliest = charges_.next_due();
    for (const auto& [id, to_call] : to_call_)
        earliest = std::min(earliest, to_call.silent_at);
    for (const auto& id : changed_) {
        const auto next = rows_.at(id).payment.next_attempt_at;
        earliest = std::min(earliest, next.value_or(Instant::max()));
    }
    return earliest;
}

PaymentRow& PaymentsBatch::row_of(const PaymentId& id) {
    auto& row = rows_[id];
    row.payment.id = id;
    return row;
}

}  // namespace viaja::payment
