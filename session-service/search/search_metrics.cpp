#include "session-service/search/search_metrics.hpp"

#include "common/http/counter_metrics.hpp"
#include "session-service/http/breaker_metrics.hpp"

namespace viaja::session {

std::vector<http::Metric> search_metrics(const AskedSuppliers& suppliers, Moment now) {
    std::vector<std::vector<http::Metric>> metrics;
    BreakerMetrics breakers({.state = "viaja_search_breaker_state",
                             .since = "viaja_search_breaker_since_seconds",
                             .next_probe = "viaja_search_breaker_next_probe_seconds"},
                            now);
    for (const auto& [address, supplier] : suppliers) {
        metrics.push_back(http::counter_metrics(supplier.counters, {{"address", address}}));
        breakers.add(address, supplier.breaker.sight());
    }
    metrics.push_back(breakers.take());
    return http::merged(std::move(metrics));
}

}  // namespace viaja::session
