#include "session-service/core/prices.hpp"

#include <algorithm>

#include "session-service/core/queries.hpp"

namespace viaja::session {

bool needs_current_price(const Hold& hold, Instant now) {
    if (hold.state != HoldState::held) return false;
    return !hold.price_guaranteed_until || now >= *hold.price_guaranteed_until;
}

std::optional<Money> total_now(const Session& session, std::span<const UnguaranteedPrice> prices) {
    auto changed = session;
    for (const auto& price : prices) {
        if (!price.now) return std::nullopt;
        const auto hold = std::ranges::find(changed.holds, price.hold, &Hold::id);
        if (hold != changed.holds.end()) hold->price = *price.now;
    }
    return sum_of_prices(changed);
}

}  // namespace viaja::session
