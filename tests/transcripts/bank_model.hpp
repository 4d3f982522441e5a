#pragma once
// A bank that keeps to payment-service/charge_gateway.hpp and nothing else: one book per charge.
// Pure.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "payment-service/core/charge.hpp"

namespace viaja::story {

/// A call about a charge, on its way to the bank.
struct BankCall {
    int attempt = 0;
    payment::OpenCall call;
    std::int64_t amount = 0;
};
/// What the bank knows of one charge.
struct BankBook {
    struct Paid {
        payment::PaidReceipt receipt;
        std::int64_t returned = 0;
        bool operator==(const Paid&) const = default;
    };
    bool opened = false;
    bool refuses = false;  ///< to make a code
    bool withdrawn = false;
    std::int64_t amount = 0;
    std::vector<Paid> receipts;
    std::set<std::string> refunds;  ///< keys that were executed

    /// What the traveller has paid and not got back.
    std::int64_t kept() const;
    bool operator==(const BankBook&) const = default;
};

/// "open; R1 1000 returned 1000"
std::string describe(const BankBook& book);
/// The answer of the bank, and what it writes into its book.
payment::ChargeOutcome execute(BankBook& book, const BankCall& call);
/// The person pays the code: the receipt.
payment::PaidReceipt pay(BankBook& book, std::int64_t amount);

}  // namespace viaja::story
