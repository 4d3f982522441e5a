#pragma once
// Charges by Pix in the world of the stories: payment's rows of them, and the bank behind them
// (bank_model.hpp). Pure.

#include <cstdint>
#include <string>

#include "payment-service/core/charge.hpp"
#include "tests/transcripts/bank_model.hpp"

namespace viaja::story {

struct World;

struct BankAnswer {
    int attempt = 0;
    payment::OpenCall call;
    payment::ChargeOutcome outcome;
};
struct Webhook {
    int attempt = 0;
    payment::PaidReceipt receipt;
};

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
