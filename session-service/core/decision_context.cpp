#include "session-service/core/decision_context.hpp"

#include <utility>

namespace viaja::session {

void DecisionContext::record(std::string type, std::optional<HoldId> hold, std::string detail) {
    const bool of_payment = session.saga.has_value();
    entries.push_back(Entry{.sequence = ++session.timeline_length,
                            .at = now,
                            .type = std::move(type),
                            .hold = hold,
                            .attempt = of_payment ? session.attempt : 0,
                            .detail = std::move(detail)});
}

}  // namespace viaja::session
