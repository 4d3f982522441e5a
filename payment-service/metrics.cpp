#include "payment-service/metrics.hpp"

#include <utility>

namespace viaja::payment {
namespace {

struct Counted {
    const char* name;
    const char* help;
    std::uint64_t PaymentCounters::*value;
};

constexpr Counted kCounted[] = {
    {"viaja_payment_commands_total", "Commands of coordinators that were decided",
     &PaymentCounters::commands},
    {"viaja_payment_gateway_calls_total", "Calls to the gateway, repeated ones included",
     &PaymentCounters::calls},
    {"viaja_payment_gateway_calls_again_total", "Calls to the gateway that repeat an open one",
     &PaymentCounters::calls_again},
    {"viaja_payment_gateway_silences_total", "Calls to the gateway that came back unanswered",
     &PaymentCounters::silences},
    {"viaja_payment_resolved_authorized_total", "Authorizations granted when asked for again",
     &PaymentCounters::resolved_authorized},
    {"viaja_payment_resolved_declined_total", "Authorizations declined when asked for again",
     &PaymentCounters::resolved_declined},
    {"viaja_payment_tombstones_total", "Voids that came before their authorize",
     &PaymentCounters::tombstones},
    {"viaja_payment_tombstones_hit_total", "Authorizes that came after their void",
     &PaymentCounters::tombstones_hit},
    {"viaja_payment_unreachable_total", "Commands and answers that should never have come",
     &PaymentCounters::unreachable},
};

}  // namespace

std::vector<http::Metric> payment_metrics(const PaymentCounters& counters) {
    std::vector<http::Metric> metrics;
    for (const auto& counted : kCounted) {
        http::Metric metric;
        metric.name = counted.name;
        metric.help = counted.help;
        metric.samples.push_back({{}, static_cast<double>(counters.*counted.value)});
        metrics.push_back(std::move(metric));
    }
    return metrics;
}

}  // namespace viaja::payment
