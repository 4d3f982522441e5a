#pragma once
// Breakers of suppliers as metrics: each one's state, since when it has it, and when the next probe
// is due. Pure; any thread.

#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "session-service/breaker/breaker.hpp"

namespace viaja::session {

class BreakerMetrics {
  public:
    struct Names {
        std::string state;
        std::string since;
        std::string next_probe;
    };
    BreakerMetrics(Names names, Moment now);

    /// `address` ("flight.I0") is a label. Of the three states its own is 1.
    void add(const std::string& address, const BreakerSight& breaker);
    /// Once.
    std::vector<http::Metric> take();

  private:
    const Moment now_;
    http::Metric states_;
    http::Metric since_;
    http::Metric probes_;
};

}  // namespace viaja::session
