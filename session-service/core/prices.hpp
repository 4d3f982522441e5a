#pragma once
// The guarantee of prices. What is held is paid at the price it is held at. While its supplier
// guarantees that price, it is paid without asking; from the end of the guarantee on only if it
// costs the same at the moment of paying. Pure; any thread.

#include <optional>
#include <span>

#include "common/contract/money.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// What a hold would cost if it were asked for now, as its supplier said for one payment.
struct CurrentPrice {
    HoldId hold;
    std::optional<Money> price;  ///< nullopt: it is not sold any more
    bool operator==(const CurrentPrice&) const = default;
};

/// A hold whose price is no longer guaranteed.
struct UnguaranteedPrice {
    HoldId hold;
    Money held;                               ///< the price that it is held at
    std::optional<Money> now = std::nullopt;  ///< nullopt: not sold any more, or not asked
    bool operator==(const UnguaranteedPrice&) const = default;
};

/// True for what is held, and would be paid, at a price that is no longer guaranteed.
bool needs_current_price(const Hold& hold, Instant now);
/// The total with these holds at what they cost now; nullopt where that is not known or not one
/// currency.
std::optional<Money> total_now(const Session& session, std::span<const UnguaranteedPrice> prices);

}  // namespace viaja::session
