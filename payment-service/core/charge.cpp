#include "payment-service/core/charge.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/reasons.hpp"
#include "payment-service/core/charge_pace.hpp"
#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

constexpr std::string_view kExpiredCharge = "expired";
constexpr std::string_view kWithdrawn = "withdrawn";
constexpr std::string_view kOtherAmount = "other_amount";

const Receipt* kept_of(const Charge& charge) {
    const auto found = std::ranges::find(charge.receipts, true, &Receipt::kept);
    return found == charge.receipts.end() ? nullptr : &*found;
}

ChargeDecision unchanged(const Charge& charge) {
    return {.next = charge};
}

ChargeDecision says(const Charge& charge, Command command, Answer answer, std::string reason = {}) {
    return {
        .next = charge,
        .reply = ChargeReply{.command = command, .answer = answer, .reason = std::move(reason)}};
}

/// Something new is open: it is asked at once, and then at its pace.
ChargeDecision asking(Charge charge, Instant now) {
    charge.tries = 1;
    set_next(charge, now);
    return {.next = std::move(charge), .ask = true};
}

void give_all_back(Charge& charge) {
    for (auto& receipt : charge.receipts)
        receipt.return_to = receipt.amount;
}

ChargeReply end_of_undo(const Charge& charge) {
    return {.command = Command::void_,
            .answer = kept_of(charge) ? Answer::refunded : Answer::voided};
}

/// Asks for what is left to give back. An undo is over once the gateway has withdrawn the charge
/// and all money has come back.
ChargeDecision ask_or_end_undo(Charge charge, Instant now) {
    if (charge.state != ChargeState::returning || gives_back(charge)) {
        return asking(std::move(charge), now);
    }
    charge.state = ChargeState::withdrawn;
    auto decision = asking(std::move(charge), now);
    decision.reply = end_of_undo(decision.next);
    return decision;
}

ChargeReply waiting_reply(const Charge& charge) {
    return {.command = Command::charge, .answer = Answer::waiting, .code = charge.code};
}

Charge begun_charge(Charge charge, const PaymentCommand& command, Instant now) {
    charge.amount = command.amount;
    charge.pay_until = command.pay_until.value_or(now);
    return charge;
}

ChargeDecision withdrawing(Charge charge, Instant now) {
    charge.state = ChargeState::withdrawing;
    give_all_back(charge);
    return asking(std::move(charge), now);
}

ChargeDecision declining(ChargeDecision decision, std::string_view reason) {
    decision.reply = ChargeReply{
        .command = Command::charge, .answer = Answer::declined, .reason = std::string(reason)};
    return decision;
}

ChargeDecision begin(const Charge& charge, const PaymentCommand& command, Instant now) {
    auto next = begun_charge(charge, command, now);
    if (is_surely_past(next.pay_until, now)) {
        next.reason = kExpiredCharge;
        return declining(withdrawing(std::move(next), now), kExpiredCharge);
    }
    next.state = ChargeState::creating;
    return asking(std::move(next), now);
}

// The columns of the table.

bool goes_forward(ChargeState state) {
    return state == ChargeState::creating || state == ChargeState::waiting ||
           state == ChargeState::paid;
}

ChargeDecision make_charge(const Charge& charge, const PaymentCommand& command, Instant now) {
    if (goes_forward(charge.state) && command.amount != charge.amount) {
        auto next = charge;
        next.reason = kOtherAmount;
        return declining(withdrawing(std::move(next), now), kOtherAmount);
    }
    switch (charge.state) {
        case ChargeState::none:
            return begin(charge, command, now);
        case ChargeState::creating:
            return unchanged(charge);
        case ChargeState::waiting:
            return {.next = charge, .reply = waiting_reply(charge)};
        case ChargeState::paid:
            return says(charge, Command::charge, Answer::paid);
        case ChargeState::declined:
            return says(charge, Command::charge, Answer::declined, charge.reason);
        case ChargeState::withdrawing:
        case ChargeState::returning:
        case ChargeState::withdrawn:
            return says(charge, Command::charge, Answer::declined,
                        charge.reason.empty() ? std::string(kWithdrawn) : charge.reason);
    }
    throw Bug("a charge in no state");
}

ChargeDecision undo_charge(const Charge& charge, const PaymentCommand& command, Instant now) {
    switch (charge.state) {
        case ChargeState::none:
            return withdrawing(begun_charge(charge, command, now), now);
        case ChargeState::creating:
        case ChargeState::waiting:
        case ChargeState::paid:
            return withdrawing(charge, now);
        case ChargeState::declined:
            return says(charge, Command::void_, Answer::voided);
        case ChargeState::withdrawing:
        case ChargeState::returning:
            return unchanged(charge);
        case ChargeState::withdrawn:
            return {.next = charge, .reply = end_of_undo(charge)};
    }
    throw Bug("a charge in no state");
}

ChargeReply refunded_reply(const Charge& charge, const Receipt& kept) {
    ChargeReply reply{.command = Command::refund, .answer = Answer::refunded};
    if (kept.returned < kept.amount) reply.sum = Money{kept.returned, charge.amount.currency};
    return reply;
}

ChargeDecision refuse_refund(const Charge& charge, std::string_view reason) {
    auto decision = says(charge, Command::refund, Answer::refused, std::string(reason));
    decision.unreachable = true;
    return decision;
}

ChargeDecision refund_charge(const Charge& charge, const PaymentCommand& command, Instant now) {
    const auto* kept = kept_of(charge);
    if (charge.state == ChargeState::none) return refuse_refund(charge, kPaymentUnknown);
    if (charge.state != ChargeState::paid || kept == nullptr) {
        return refuse_refund(charge, kNotCaptured);
    }
    const auto sum = command.refund ? command.refund->amount : charge.amount.amount;
    if (sum <= kept->returned) return {.next = charge, .reply = refunded_reply(charge, *kept)};
    if (kept->is_open()) return unchanged(charge);
    if (sum > kept->amount) return refuse_refund(charge, "more_than_captured");
    auto next = charge;
    std::ranges::find(next.receipts, true, &Receipt::kept)->return_to = sum;
    return asking(std::move(next), now);
}

ChargeDecision acknowledge(const Charge& charge, const PaymentCommand& command, Instant now) {
    const auto sum = command.refund ? command.refund->amount : 0;
    const auto told = std::min(sum, returned_beside(charge));
    if (told <= charge.told) return unchanged(charge);
    auto next = charge;
    next.told = told;
    set_next(next, now);
    return {.next = std::move(next)};
}

/// True if it is new. Whether it is kept follows from the state that it meets.
bool put_receipt(Charge& charge, const PaidReceipt& paid) {
    const auto known = std::ranges::find(charge.receipts, paid.id, &Receipt::id);
    if (known != charge.receipts.end()) return false;
    const bool open = charge.state == ChargeState::creating || charge.state == ChargeState::waiting;
    Receipt receipt{.id = paid.id, .amount = paid.amount};
    receipt.kept = open && paid.amount == charge.amount.amount;
    if (receipt.kept) {
        charge.state = ChargeState::paid;
    } else {
        receipt.return_to = receipt.amount;
    }
    charge.receipts.push_back(std::move(receipt));
    return true;
}

/// All that the gateway has reported; a first one of the right amount pays the charge.
ChargeDecision take_receipts(const Charge& charge, const std::vector<PaidReceipt>& paid,
                             Instant now) {
    auto next = charge;
    bool changed = false;
    for (const auto& receipt : paid)
        changed = put_receipt(next, receipt) || changed;
    const bool paid_now = charge.state != next.state;
    auto decision = changed ? asking(std::move(next), now) : unchanged(charge);
    if (paid_now) {
        decision.reply = ChargeReply{.command = Command::charge, .answer = Answer::paid};
    }
    return decision;
}

ChargeDecision broken_promise(ChargeDecision decision, const ChargeOutcome& outcome,
                              Command command) {
    decision.unreachable = true;
    decision.reply = ChargeReply{
        .command = command, .answer = Answer::refused, .reason = refusal_of_undo(outcome.reason)};
    return decision;
}

ChargeDecision take_code(ChargeDecision decision, const ChargeOutcome& outcome, Instant now) {
    auto& charge = decision.next;
    const bool yes = outcome.kind == ChargeOutcome::Kind::ok;
    // With a receipt that was faster the code is for people who look at the row.
    if (yes && charge.code.empty()) charge.code = outcome.code;
    if (charge.state != ChargeState::creating) return decision;
    charge.state = yes ? ChargeState::waiting : ChargeState::declined;
    charge.tries = 1;
    set_next(charge, now);
    if (yes) {
        decision.reply = waiting_reply(charge);
        return decision;
    }
    charge.reason = outcome.reason;
    return declining(std::move(decision), outcome.reason);
}

ChargeDecision take_withdrawal(ChargeDecision decision, const ChargeOutcome& outcome, Instant now) {
    if (decision.next.state != ChargeState::withdrawing) return decision;
    if (outcome.kind == ChargeOutcome::Kind::no) {
        return broken_promise(std::move(decision), outcome, Command::void_);
    }
    auto next = std::move(decision.next);
    next.state = ChargeState::returning;
    return ask_or_end_undo(std::move(next), now);
}

ChargeDecision take_refund(ChargeDecision decision, const OpenCall& call,
                           const ChargeOutcome& outcome, Instant now) {
    auto& charge = decision.next;
    const auto receipt = std::ranges::find(charge.receipts, call.receipt, &Receipt::id);
    const bool open = receipt != charge.receipts.end() && receipt->is_open() &&
                      receipt->return_to == call.return_to;
    if (!open) return decision;
    const bool of_trip = receipt->kept && charge.state == ChargeState::paid;
    if (outcome.kind == ChargeOutcome::Kind::no) {
        return broken_promise(std::move(decision), outcome,
                              of_trip ? Command::refund : Command::void_);
    }
    receipt->returned = receipt->return_to;
    const auto answer = of_trip ? std::optional(refunded_reply(charge, *receipt)) : std::nullopt;
    const auto paid = decision.reply;  // by a receipt that came with this answer
    auto ended = ask_or_end_undo(std::move(charge), now);
    if (!ended.reply) ended.reply = answer ? answer : paid;
    return ended;
}

}  // namespace

std::vector<OpenCall> open_calls(const Charge& charge) {
    std::vector<OpenCall> calls;
    if (charge.state == ChargeState::creating) calls.push_back({ChargeOperation::charge});
    if (charge.state == ChargeState::withdrawing) calls.push_back({ChargeOperation::withdraw});
    // A session that is there acknowledges a notice at once, and there is nothing to look for.
    const bool is_heard = !open_notice(charge) || charge.tries > 1;
    const bool in_doubt = charge.state == ChargeState::waiting ||
                          (may_be_paid_late(charge.state) && !calls_gateway(charge) && is_heard);
    if (in_doubt) calls.push_back({ChargeOperation::look});
    for (const auto& receipt : charge.receipts) {
        if (!receipt.is_open()) continue;
        calls.push_back({ChargeOperation::refund, receipt.id, receipt.return_to - receipt.returned,
                         receipt.return_to});
    }
    return calls;
}

std::int64_t returned_beside(const Charge& charge) {
    std::int64_t sum = 0;
    for (const auto& receipt : charge.receipts) {
        if (!receipt.kept) sum += receipt.returned;
    }
    return sum;
}

std::optional<ChargeReply> open_notice(const Charge& charge) {
    const auto sum = returned_beside(charge);
    if (sum <= charge.told) return std::nullopt;
    std::string_view why = "paid_late";
    for (const auto& receipt : charge.receipts) {
        if (receipt.kept || receipt.returned == 0) continue;
        why = receipt.amount != charge.amount.amount ? "wrong_amount"
              : kept_of(charge)                      ? "paid_twice"
                                                     : "paid_late";
    }
    return ChargeReply{.command = Command::charge,
                       .answer = Answer::returned,
                       .reason = std::string(why),
                       .sum = Money{sum, charge.amount.currency}};
}

ChargeDecision decide(const Charge& charge, const PaymentCommand& command, Instant now) {
    switch (command.command) {
        case Command::charge:
            return make_charge(charge, command, now);
        case Command::void_:
            return undo_charge(charge, command, now);
        case Command::refund:
            return refund_charge(charge, command, now);
        case Command::acknowledge:
            return acknowledge(charge, command, now);
        default:
            throw Bug("a command that is not for a charge");
    }
}

ChargeDecision take(const Charge& charge, const PaidReceipt& receipt, Instant now) {
    if (charge.state == ChargeState::none) return unchanged(charge);
    return take_receipts(charge, {receipt}, now);
}

ChargeDecision take(const Charge& charge, const OpenCall& call, const ChargeOutcome& outcome,
                    Instant now) {
    const bool silent = outcome.kind == ChargeOutcome::Kind::silence;
    if (silent || charge.state == ChargeState::none) return unchanged(charge);
    auto decision = take_receipts(charge, outcome.receipts, now);
    switch (call.operation) {
        case ChargeOperation::charge:
            return take_code(std::move(decision), outcome, now);
        case ChargeOperation::look:
            return decision;
        case ChargeOperation::withdraw:
            return take_withdrawal(std::move(decision), outcome, now);
        case ChargeOperation::refund:
            return take_refund(std::move(decision), call, outcome, now);
    }
    throw Bug("no operation of the gateway");
}

}  // namespace viaja::payment
