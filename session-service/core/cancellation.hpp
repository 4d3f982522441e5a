#pragma once
// What the cancellation of a session gives back: of a sold trip, money by the terms that its
// supplier said when it was held; of an unpaid session, what is held. Pure; any thread.

#include <cstdint>
#include <span>

#include "session-service/core/decision_context.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

/// How long a quote can be confirmed.
constexpr Duration kQuoteLife = std::chrono::minutes(10);
/// A flight is given back whole for so long after it was bought, if it was bought so long before
/// its departure.
constexpr Duration kWithdrawalTime = std::chrono::hours(24);
constexpr Duration kBoughtEarly = std::chrono::days(7);

/// What comes back for a hold of a confirmed trip that is given back at `now`, in minor units.
/// Without terms, which older suppliers did not say, all of its price.
std::int64_t refund_for(const Session& session, const Hold& hold, Instant now);
/// What of the payment was given back in all, or is on its way; zero for what was not paid.
Money refunded(const Session& session);
/// What of that was answered: without what is on its way.
Money given_back(const Session& session);
/// What all parts of a quote bring back, in minor units of the trip's currency.
std::int64_t refund_of(const Cancellation& cancellation);

/// For these holds, or for all that the session has.
WhyNot why_not_quote(const Session& session, std::span<const HoldId> holds, Instant now);

/// Frees everything of an open session; elapsed time was applied, and why_not_cancel is passed. For
/// this core alone.
void cancel_unpaid(DecisionContext& context);

}  // namespace viaja::session
