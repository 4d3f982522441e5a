#pragma once
// How soon a charge is asked for again (the table is in charge.hpp). Pure; any thread.

#include "payment-service/core/charge.hpp"

namespace viaja::payment {

/// A receipt has money to give back.
bool gives_back(const Charge& charge);
/// The gateway is to do what was decided.
bool calls_gateway(const Charge& charge);
/// A bank may pay what is not waited for.
bool may_be_paid_late(ChargeState state);
/// Sets when the charge is asked for again, by its `tries`.
void set_next(Charge& charge, Instant now);

}  // namespace viaja::payment
