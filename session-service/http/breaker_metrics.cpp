#include "session-service/http/breaker_metrics.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "common/text/enum_words.hpp"

namespace viaja::session {
namespace {

http::Metric gauge(std::string name, std::string help) {
    http::Metric metric;
    metric.name = std::move(name);
    metric.help = std::move(help);
    metric.kind = http::Metric::Kind::gauge;
    return metric;
}

/// 0 where it would be negative.
double seconds(Duration duration) {
    return std::max(0.0, std::chrono::duration<double>(duration).count());
}

}  // namespace

BreakerMetrics::BreakerMetrics(Names names, Moment now)
    : now_(now),
      states_(gauge(std::move(names.state), "1 for the state that a supplier's breaker is in")),
      since_(gauge(std::move(names.since),
                   "How long a supplier's breaker has been in its state, if it ever changed")),
      probes_(gauge(std::move(names.next_probe),
                    "In how long a supplier may be sent a probe, if its breaker is not closed")) {}

void BreakerMetrics::add(const std::string& address, const BreakerSight& breaker) {
    for (const auto state : all_of<Breaker::State>()) {
        states_.samples.push_back({{{"address", address}, {"state", std::string(name_of(state))}},
                                   breaker.state == state ? 1.0 : 0.0});
    }
    if (breaker.since)
        since_.samples.push_back({{{"address", address}}, seconds(now_ - *breaker.since)});
    if (breaker.next_probe)
        probes_.samples.push_back({{{"address", address}}, seconds(*breaker.next_probe - now_)});
}

std::vector<http::Metric> BreakerMetrics::take() {
    return {std::move(states_), std::move(since_), std::move(probes_)};
}

}  // namespace viaja::session
