#include "session-service/search/search_metrics.hpp"

#include "common/http/counter_metrics.hpp"
#include "session-service/http/breaker_metric.hpp"

namespace viaja::session {

std::vector<http::Metric> search_metrics(const std::map<std::string, AskedSupplier>& suppliers) {
    std::vector<std::vector<http::Metric>> metrics;
    http::Metric breakers{.name = "viaja_search_breaker_state",
                          .help = "1 for the state that the breaker of a supplier is in",
                          .kind = http::Metric::Kind::gauge,
                          .samples = {}};
    for (const auto& [address, supplier] : suppliers) {
        metrics.push_back(http::counter_metrics(supplier.counters, {{"address", address}}));
        add_breaker_state(breakers, address, supplier.breaker.state());
    }
    metrics.push_back({std::move(breakers)});
    return http::merged(std::move(metrics));
}

}  // namespace viaja::session
