#pragma once
// The state of a supplier's breaker as samples of a gauge: of its three states, the present one is
// 1. Pure; any thread.

#include <string>

#include "common/http/metrics.hpp"
#include "common/text/enum_words.hpp"
#include "session-service/routes/breaker.hpp"

namespace viaja::session {

/// Adds one sample a state, with the supplier's address ("flight.I0") as a label.
inline void add_breaker_state(http::Metric& gauge, const std::string& address,
                              Breaker::State present) {
    for (const auto state : all_of<Breaker::State>()) {
        gauge.samples.push_back({{{"address", address}, {"state", std::string(name_of(state))}},
                                 present == state ? 1.0 : 0.0});
    }
}

}  // namespace viaja::session
