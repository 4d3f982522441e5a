#pragma once
// What the payment service counts beside its pipeline, as metrics.

#include <vector>

#include "common/http/metrics.hpp"
#include "payment-service/payments.hpp"

namespace viaja::payment {

std::vector<http::Metric> payment_metrics(const PaymentCounters& counters);

}  // namespace viaja::payment
