#include "bench/floor/payment_part.hpp"

#include <set>
#include <utility>

#include "bench/floor/floor_run.hpp"

namespace viaja::bench {
namespace {

bool is_authorize(const PaymentCommand& command) {
    return command.command == Command::authorize;
}

std::string stem_of(const PaymentCommand& command) {
    return PaymentId{command.session_id, command.attempt}.text();
}

std::string_view state_of(const PaymentCommand& command, bool answered) {
    if (is_authorize(command)) return answered ? "authorized" : "authorizing";
    return answered ? "captured" : "capturing";
}

}  // namespace

PaymentPart::PaymentPart(Connection& payments, Connection& gateway, Bus& bus,
                         IncomingMessages& incoming)
    : payments_(payments),
      gateway_(gateway),
      bus_(bus),
      incoming_(incoming),
      payment_rows_(payments, "payments", 2),
      execution_rows_(gateway, "executions", 1) {}

void PaymentPart::step(std::chrono::milliseconds patience) {
    if (!answered_.empty()) patience = std::chrono::milliseconds(0);
    const auto most = kBatchMax - std::min(kBatchMax, answered_.size());
    const auto taken = incoming_.take(most, patience);
    const auto batch = take(taken);
    if (!batch.empty()) {
        save(batch);
        bus_.publish(answers(batch));
        call_gateway(batch);
    }
    incoming_.acknowledge(taken);
}

std::vector<PaymentPart::Work> PaymentPart::take(const IncomingMessages::Taken& taken) {
    std::vector<Work> batch;
    for (; !answered_.empty() && batch.size() < kBatchMax; answered_.pop_front())
        batch.push_back({std::move(answered_.front()), true});
    for (const auto& incoming : taken) {
        const auto* command = std::get_if<PaymentCommand>(&incoming.message);
        if (command) batch.push_back({*command, false});
    }
    return batch;
}

void PaymentPart::save(const std::vector<Work>& batch) {
    std::set<std::string> sessions;
    for (const auto& work : batch)
        sessions.insert(work.command.session_id.text());
    const std::vector<Value> keys(sessions.begin(), sessions.end());
    Transaction transaction(payments_);
    payments_.lock(payment_rows_.table(), "session_id", keys);
    const auto now = payments_.now();
    Rows added;
    Rows changed;
    for (const auto& [command, answered] : batch) {
        const bool is_new = is_authorize(command) && !answered;
        auto& rows = is_new ? added : changed;
        rows.push_back(
            payment_rows_.row({{"session_id", command.session_id.text()},
                               {"attempt", std::int64_t{command.attempt}},
                               {"state", std::string(state_of(command, answered))},
                               {"next_attempt_at", answered ? Value(nullptr) : to_value(now)},
                               {"version", std::int64_t{is_new ? 1 : 2}},
                               {"created_at", to_value(now)},
                               {"updated_at", to_value(now)}}));
    }
    if (!added.empty()) payments_.insert(payment_rows_.table(), added);
    if (!changed.empty()) payments_.put(payment_rows_.table(), changed);
    transaction.commit();
}

void PaymentPart::call_gateway(const std::vector<Work>& batch) {
    std::vector<Value> stems;
    Rows executions;
    std::set<std::string> keys;
    Transaction transaction(gateway_);
    for (const auto& [command, answered] : batch) {
        if (!answered) stems.emplace_back(stem_of(command));
    }
    if (stems.empty()) return;
    gateway_.lock(execution_rows_.table(), "stem", stems);
    const auto now = gateway_.now();
    for (const auto& [command, answered] : batch) {
        if (answered) continue;
        const std::string operation(name_of(command.command));
        const auto key = stem_of(command) + "/" + operation;
        if (!keys.insert(key).second) continue;
        executions.push_back(execution_rows_.row({{"call_key", key},
                                                  {"stem", stem_of(command)},
                                                  {"operation", operation},
                                                  {"outcome", "ok"},
                                                  {"first_at", to_value(now)},
                                                  {"answers_at", to_value(now)}}));
        answered_.push_back(command);
    }
    gateway_.insert(execution_rows_.table(), executions);
    transaction.commit();
}

std::vector<Outgoing> PaymentPart::answers(const std::vector<Work>& batch) const {
    std::vector<Outgoing> messages;
    for (const auto& [command, answered] : batch) {
        if (!answered) continue;
        PaymentReply reply;
        reply.answer = is_authorize(command) ? Answer::authorized : Answer::captured;
        reply.command = command.command;
        reply.session_id = command.session_id;
        reply.attempt = command.attempt;
        reply.row_state = state_of(command, true);
        messages.push_back({floor_queue(command.reply_to), std::move(reply)});
    }
    return messages;
}

}  // namespace viaja::bench
