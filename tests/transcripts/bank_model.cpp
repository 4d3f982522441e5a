#include "tests/transcripts/bank_model.hpp"

namespace viaja::story {

using payment::ChargeOperation;
using payment::ChargeOutcome;

namespace {

ChargeOutcome answer_of(const BankBook& book, bool yes, std::string reason = {}) {
    ChargeOutcome outcome;
    outcome.kind = yes ? ChargeOutcome::Kind::ok : ChargeOutcome::Kind::no;
    outcome.reason = std::move(reason);
    if (book.opened) outcome.code = "CODE";
    for (const auto& paid : book.receipts)
        outcome.receipts.push_back(paid.receipt);
    return outcome;
}

ChargeOutcome refund(BankBook& book, const payment::OpenCall& call) {
    const auto key = call.receipt + "/" + std::to_string(call.return_to);
    if (book.refunds.contains(key)) return answer_of(book, true);
    for (auto& paid : book.receipts) {
        if (paid.receipt.id != call.receipt) continue;
        if (call.amount > paid.receipt.amount - paid.returned) break;
        paid.returned += call.amount;
        book.refunds.insert(key);
        return answer_of(book, true);
    }
    return answer_of(book, false, "more_than_received");
}

}  // namespace

std::int64_t BankBook::kept() const {
    std::int64_t sum = 0;
    for (const auto& paid : receipts)
        sum += paid.receipt.amount - paid.returned;
    return sum;
}

std::string describe(const BankBook& book) {
    std::string text = book.withdrawn ? "withdrawn" : "open";
    for (const auto& paid : book.receipts) {
        text += "; " + paid.receipt.id + " " + std::to_string(paid.receipt.amount);
        if (paid.returned > 0) text += " returned " + std::to_string(paid.returned);
    }
    return text;
}

ChargeOutcome execute(BankBook& book, const BankCall& call) {
    switch (call.call.operation) {
        case ChargeOperation::charge:
            if (book.withdrawn && !book.opened) return answer_of(book, false, "withdrawn");
            if (book.refuses) return answer_of(book, false, "no_code");
            book.opened = true;
            book.amount = call.amount;
            return answer_of(book, true);
        case ChargeOperation::look:
            return answer_of(book, true);
        case ChargeOperation::withdraw:
            book.withdrawn = true;
            return answer_of(book, true);
        case ChargeOperation::refund:
            return refund(book, call.call);
    }
    return {};
}

payment::PaidReceipt pay(BankBook& book, std::int64_t amount) {
    const payment::PaidReceipt receipt{"R" + std::to_string(book.receipts.size() + 1), amount};
    book.receipts.push_back({receipt, 0});
    return receipt;
}

}  // namespace viaja::story
