#include "payment-service/charge_batch.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/session_shard.hpp"

namespace viaja::payment {

void ChargeBatch::load(Connection& connection, const std::set<SessionId>& sessions) {
    if (!sessions.empty()) rows_ = lock_charges(connection, sessions);
}

void ChargeBatch::decide(const PaymentCommand& command, const Origin& origin, Instant now) {
    auto& row = row_of({.session_id = command.session_id, .attempt = command.attempt});
    ++counters_.commands;
    auto decision = payment::decide(row.charge, command, now);
    if (decision.unreachable) {
        alarms_.push_back(event_of(origin, Severity::error, "charge command not applicable",
                                   {{"payment", row.charge.id.text()},
                                    {"state", std::string(name_of(row.charge.state))},
                                    {"command", std::string(viaja::name_of(command.command))}}));
    }
    apply(row, std::move(decision), origin);
}

void ChargeBatch::decide(const ChargeAnswer& answer, const Origin& origin, Instant now) {
    auto& row = row_of(answer.call.charge);
    auto decision = take(row.charge, answer.call.call, answer.outcome, now);
    if (decision.unreachable) {
        alarms_.push_back(event_of(origin, Severity::error,
                                   "gateway broke a promise about a charge, retrying",
                                   {{"payment", row.charge.id.text()},
                                    {"operation", std::string(name_of(answer.call.call.operation))},
                                    {"state", std::string(name_of(row.charge.state))},
                                    {"reason", answer.outcome.reason}}));
    }
    apply(row, std::move(decision), origin);
}

void ChargeBatch::decide(const ReceiptReport& report, const Origin& origin, Instant now) {
    auto& row = row_of(report.charge);
    const bool known = row.charge.state != ChargeState::none;
    auto decision = known && report.currency == row.charge.amount.currency
                        ? take(row.charge, report.receipt, now)
                        : ChargeDecision{.next = row.charge};
    ++(known ? counters_.webhooks : counters_.webhooks_unknown);
    const bool taken = std::ranges::find(decision.next.receipts, report.receipt.id, &Receipt::id) !=
                       decision.next.receipts.end();
    if (!taken) {
        alarms_.push_back(event_of(origin, Severity::error, "a bank has paid what is not charged",
                                   {{"payment", report.charge.text()},
                                    {"receipt", report.receipt.id},
                                    {"amount", std::to_string(report.receipt.amount)},
                                    {"currency", report.currency}}));
    }
    apply(row, std::move(decision), origin);
    if (report.on_decided) {
        told_.push_back([told = report.on_decided, taken] { told(taken); });
    }
}

void ChargeBatch::decide(const ChargeDue& due, const Origin& origin, Instant now) {
    auto& row = row_of(due.charge);
    auto decision = ask_again(row.charge, now);
    // A look is no call that was left open: it is the bank that takes its time.
    const auto is_repeated = [](const auto& call) {
        return call.operation != ChargeOperation::look;
    };
    if (decision.ask) {
        counters_.calls_again += static_cast<std::uint64_t>(
            std::ranges::count_if(open_calls(decision.next), is_repeated));
    }
    apply(row, std::move(decision), origin);
}

void ChargeBatch::apply(ChargeRow& row, ChargeDecision decision, const Origin& origin) {
    const auto id = row.charge.id;
    if (decision.unreachable) ++counters_.unreachable;
    const auto returned = returned_beside(row.charge);
    if (decision.reply) reply(decision.next, *decision.reply, origin.context);
    if (decision.ask) to_ask_[id] = origin.context;
    if (decision.next.state == ChargeState::none || decision.next == row.charge) return;
    if (returned_beside(decision.next) > returned) ++counters_.returned;
    row.charge = std::move(decision.next);
    changed_.insert(id);
}

void ChargeBatch::reply(const Charge& charge, const ChargeReply& reply,
                        const TraceContext& context) {
    PaymentReply message;
    message.answer = reply.answer;
    message.command = reply.command;
    message.session_id = charge.id.session_id;
    message.attempt = charge.id.attempt;
    message.reason = reply.reason;
    message.row_state = name_of(charge.state);
    message.refunded = reply.sum;
    message.code = reply.code;
    replies_.insert_or_assign(
        {charge.id, reply.answer},
        Outgoing{session_address(charge.id.session_id), std::move(message), context});
}

void ChargeBatch::save(Connection& connection, Instant now) {
    std::vector<ChargeRow> changed;
    for (const auto& id : changed_) {
        auto& row = rows_.at(id);
        if (row.version == 0) row.created_at = now;
        row.updated_at = now;
        ++row.version;
        changed.push_back(row);
    }
    save_charges(connection, changed);
}

void ChargeBatch::add_effects(Effects& effects) {
    std::vector<ChargeCall> calls;
    for (const auto& [id, context] : to_ask_) {
        const auto& charge = rows_.at(id).charge;
        for (auto& call : open_calls(charge))
            calls.push_back({id, std::move(call), charge.amount, charge.pay_until, context});
        if (const auto notice = open_notice(charge)) reply(charge, *notice, context);
    }
    for (auto& [key, message] : replies_)
        effects.messages.push_back(std::move(message));
    counters_.calls += calls.size();
    if (!calls.empty()) {
        effects.actions.push_back(
            [perform = perform_, calls = std::move(calls)] { perform(calls); });
    }
    for (auto& told : told_)
        effects.actions.push_back(std::move(told));
}

Instant ChargeBatch::next_due() const {
    auto earliest = Instant::max();
    for (const auto& id : changed_) {
        const auto next = rows_.at(id).charge.next_attempt_at;
        earliest = std::min(earliest, next.value_or(Instant::max()));
    }
    return earliest;
}

ChargeRow& ChargeBatch::row_of(const PaymentId& id) {
    auto& row = rows_[id];
    row.charge.id = id;
    return row;
}

}  // namespace viaja::payment
