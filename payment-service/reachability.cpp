#include "payment-service/reachability.hpp"

#include <algorithm>

namespace viaja::payment {

// Both report under the mutex, so that the events come in the order of what happened.

void Reachability::failed(const std::string& reason, int looks) {
    const std::lock_guard guard(mutex_);
    const bool was_good = looks_until_healthy_ == 0;
    looks_until_healthy_ = std::max(looks_until_healthy_, looks);
    if (was_good && report_) {
        report_(
            {Severity::warning, "payment gateway unavailable, calls wait", {{"error", reason}}});
    }
}

void Reachability::went_well(int looks) {
    const std::lock_guard guard(mutex_);
    if (looks_until_healthy_ == 0) return;
    looks_until_healthy_ = std::max(looks_until_healthy_ - looks, 0);
    if (looks_until_healthy_ == 0 && report_) {
        report_({Severity::info, "payment gateway available again"});
    }
}

}  // namespace viaja::payment
