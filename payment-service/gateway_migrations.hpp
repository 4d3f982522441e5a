#pragma once
// The tables of the gateways' database (`viaja_gateway`): the ledger (executions.hpp), those of the
// test bank (test_bank.hpp) and those of the adapter for Stripe (stripe/stripe_store.hpp).
// Whichever gateway is chosen, the database is the same.

#include <span>

#include "common/migrations/migrations.hpp"

namespace viaja::payment {

std::span<const Migration> gateway_migrations();

}  // namespace viaja::payment
