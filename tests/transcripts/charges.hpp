#pragma once
// Charges by Pix in the world of the stories: payment's rows of them, and a model of the bank that
// keeps to payment-service/charge_gateway.hpp and nothing else. Pure.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "payment-service/core/charge.hpp"

namespace viaja::story {

struct World;

/// A call about a charge, on its way to the bank.
struct BankCall {
    int attempt = 0;
    payment::OpenCall call;
    std::int64_t amount = 0;
};
struct BankAnswer {
    int attempt = 0;
    payment::OpenCall call;
    payment::ChargeOutcome outcome;
};
struct Webhook {
    int attempt = 0;
    payment::PaidReceipt receipt;
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
std::string describe(const payment::Charge& charge);

void at_charges(World& world, const PaymentCommand& command);
void at_charges(World& world, const BankAnswer& answer);
void at_charges(World& world, const Webhook& webhook);
void at_bank(World& world, const BankCall& call);
/// The person pays the code: so much, now.
void bank_pays(World& world, int attempt, std::int64_t amount);
void tick_charges(World& world);
/// A call other than a look, or a notice, waits for its answer, or a receipt is not known yet.
bool charges_wait(const World& world);

}  // namespace viaja::story
