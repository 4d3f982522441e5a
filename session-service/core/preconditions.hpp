#pragma once
// The precondition of each command of a traveller, stated once: `decide` refuses by it, and
// available_actions offers what passes it. Each answers for the session as it is at `now`, whether
// or not elapsed timeouts were applied to it. Pure; any thread.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "session-service/core/commands.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

struct Refusal {
    Code code;
    std::string detail;                          ///< one sentence for the caller
    std::optional<Money> expected = {};          ///< with amount_mismatch
    std::vector<UnguaranteedPrice> prices = {};  ///< with price_changed and price_unknown
};

/// Nullopt where the command is accepted.
using WhyNot = std::optional<Refusal>;
/// The outcome of a command that is refused; what elapsed time did stays in it.
Outcome refused(Outcome outcome, Refusal why);

/// For so many new holds; `replaces` are the holds that are swapped for them, if any are.
WhyNot why_not_ask(const Session& session, std::size_t holds, std::span<const HoldId> replaces,
                   Instant now);
WhyNot why_not_drop(const Session& session, const HoldId& id, Instant now);
WhyNot why_not_pay(const Session& session, const Money& amount, Instant now);
/// The same for prices that are no longer guaranteed; `current` as in Pay.
WhyNot why_not_pay_at(const Session& session, std::span<const CurrentPrice> current, Instant now);
WhyNot why_not_stop_payment(const Session& session);
WhyNot why_not_cancel(const Session& session, Instant now);
WhyNot why_not_cancel_trip(const Session& session, Instant now);

/// What a traveller may do now, of "hold", "swap", "drop", "pay", "stop_payment", "cancel": each is
/// there exactly if `decide` would accept the command at `now` with the right argument, and to pay
/// if no price has changed.
std::vector<std::string> available_actions(const Session& session, Instant now);

}  // namespace viaja::session
