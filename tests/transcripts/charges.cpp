#include "tests/transcripts/charges.hpp"

#include <algorithm>
#include <utility>

#include "tests/transcripts/world.hpp"

namespace viaja::story {
namespace {

using payment::ChargeOperation;

payment::Charge charge_of(const World& world, int attempt) {
    const auto found = world.charges.find(attempt);
    if (found != world.charges.end()) return found->second;
    payment::Charge fresh;
    fresh.id = PaymentId{world.session->id, attempt};
    return fresh;
}

void say(World& world, int attempt, const payment::ChargeReply& reply) {
    PaymentReply message;
    message.answer = reply.answer;
    message.command = reply.command;
    message.session_id = world.session->id;
    message.attempt = attempt;
    message.reason = reply.reason;
    message.row_state = payment::name_of(world.charges.at(attempt).state);
    message.refunded = reply.sum;
    message.code = reply.code;
    write(world, std::move(message));
    lose_if_mute(world, world.payment_health);
}

void carry_out(World& world, payment::ChargeDecision decision, int attempt) {
    if (decision.unreachable) ++world.alarms;
    if (decision.next.state == payment::ChargeState::none) {
        if (!decision.reply) return;
        world.charges[attempt] = decision.next;
        say(world, attempt, *decision.reply);
        world.charges.erase(attempt);
        return;
    }
    world.charges[attempt] = decision.next;
    if (decision.ask) {
        for (const auto& call : open_calls(decision.next))
            write(world, BankCall{attempt, call, decision.next.amount.amount});
        if (const auto notice = open_notice(decision.next)) say(world, attempt, *notice);
    }
    if (decision.reply) say(world, attempt, *decision.reply);
}

}  // namespace

std::string describe(const payment::Charge& charge) {
    auto text = std::string(payment::name_of(charge.state));
    for (const auto& receipt : charge.receipts) {
        text += "; " + receipt.id + (receipt.kept ? " kept" : " not kept");
        if (receipt.returned > 0) text += ", returned " + std::to_string(receipt.returned);
    }
    return text;
}

void at_charges(World& world, const PaymentCommand& command) {
    if (world.payment_health == Health::silent) return;
    carry_out(world, decide(charge_of(world, command.attempt), command, world.now),
              command.attempt);
}

void at_charges(World& world, const BankAnswer& answer) {
    if (world.payment_health == Health::silent) return;
    carry_out(world, take(charge_of(world, answer.attempt), answer.call, answer.outcome, world.now),
              answer.attempt);
}

void at_charges(World& world, const Webhook& webhook) {
    if (world.payment_health == Health::silent) return;
    carry_out(world, take(charge_of(world, webhook.attempt), webhook.receipt, world.now),
              webhook.attempt);
}

void at_bank(World& world, const BankCall& call) {
    if (world.gateway_health == Health::silent) return;
    auto outcome = execute(world.bank[call.attempt], call);
    write(world, BankAnswer{call.attempt, call.call, std::move(outcome)});
    lose_if_mute(world, world.gateway_health);
}

void bank_pays(World& world, int attempt, std::int64_t amount) {
    auto& book = world.bank[attempt];
    write(world, Webhook{attempt, pay(book, amount)});
}

void tick_charges(World& world) {
    const auto charges = world.charges;
    for (const auto& [attempt, charge] : charges)
        carry_out(world, ask_again(charge, world.now), attempt);
}

bool charges_wait(const World& world) {
    const bool asks = std::ranges::any_of(world.charges, [](const auto& entry) {
        const auto calls = open_calls(entry.second);
        return open_notice(entry.second) || std::ranges::any_of(calls, [](const auto& call) {
                   return call.operation != ChargeOperation::look;
               });
    });
    return asks || std::ranges::any_of(world.bank, [&](const auto& entry) {
               const auto charge = world.charges.find(entry.first);
               return charge != world.charges.end() &&
                      charge->second.receipts.size() < entry.second.receipts.size();
           });
}

}  // namespace viaja::story
