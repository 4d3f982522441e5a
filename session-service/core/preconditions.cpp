#include "session-service/core/preconditions.hpp"

#include <algorithm>
#include <utility>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/release.hpp"
#include "session-service/core/session.hpp"
#include "session-service/core/timeout.hpp"

namespace viaja::session {

namespace {

Refusal no_such_hold() {
    return {Code::not_found, "This session has no such hold."};
}

/// An unpaid session whose time is not over can be changed.
WhyNot why_not_change(const Session& session, Instant now) {
    const bool is_open = session.state == SessionState::open;
    const auto timeout = state_at(session.timeout, now);
    if (session.state == SessionState::expired || (is_open && timeout == TimeoutState::fired)) {
        return Refusal{Code::session_expired, "The time of this session is over."};
    }
    if (session.state == SessionState::paying) {
        return Refusal{Code::payment_in_progress, "A payment is being made for this session."};
    }
    if (!is_open) {
        return Refusal{Code::invalid_state, "The session is " +
                                                std::string(name_of(session.state)) +
                                                "; this is possible only while it is open."};
    }
    if (timeout == TimeoutState::paused) {
        return Refusal{Code::invalid_state, "The session's clock is paused; let it run first."};
    }
    return std::nullopt;
}

/// A hold is swapped once: a second answer would find it gone and stand beside the first.
WhyNot why_not_replace(const Session& session, const HoldId& id) {
    const auto* old = find_hold(session, id);
    if (!old) return no_such_hold();
    if (old->state != HoldState::held && old->state != HoldState::lost) {
        return Refusal{Code::invalid_state, "The hold is " + std::string(name_of(old->state)) +
                                                "; only one that is held or lost can be swapped."};
    }
    if (is_undecided(session, *old)) {
        return Refusal{Code::hold_pending, "The hold is one of a list that is not decided yet."};
    }
    if (is_being_swapped(session, id)) {
        return Refusal{Code::hold_pending, "The hold is being swapped already."};
    }
    return std::nullopt;
}

bool any_hold_is(const Session& session, HoldState state) {
    return std::ranges::find(session.holds, state, &Hold::state) != session.holds.end();
}

/// The holds as they are cannot be paid.
WhyNot why_not_payable(const Session& session) {
    if (any_hold_is(session, HoldState::asked)) {
        return Refusal{Code::hold_pending, "A supplier has not answered yet."};
    }
    if (any_hold_is(session, HoldState::lost)) {
        return Refusal{Code::hold_lost, "A hold was lost at its supplier; drop or swap it."};
    }
    if (!any_hold_is(session, HoldState::held)) {
        return Refusal{Code::no_holds, "Nothing is held in this session."};
    }
    if (!sum_of_prices(session)) {
        return Refusal{Code::invalid_state,
                       "The holds of this session have prices in several currencies, which are not "
                       "paid at once; drop those of all but one."};
    }
    if (total(session).amount > kAmountMax) {
        return Refusal{Code::invalid_state,
                       "The total of this session is more than can be paid at once; drop a hold."};
    }
    return std::nullopt;
}

Refusal price_unknown(std::vector<UnguaranteedPrice> prices) {
    return {.code = Code::price_unknown,
            .detail =
                "A price is no longer guaranteed, and it is not known what it is now. Nothing "
                "was charged. Try again.",
            .prices = std::move(prices)};
}

Refusal price_changed(std::vector<UnguaranteedPrice> prices) {
    const bool all_sold = std::ranges::all_of(
        prices, [](const UnguaranteedPrice& price) { return price.now.has_value(); });
    return {.code = Code::price_changed,
            .detail = all_sold
                          ? "The price of a hold was no longer guaranteed and has changed; nothing "
                            "was charged. Swap each hold of `prices` for the same item to hold it "
                            "at its current price, without giving it up, then pay the new total."
                          : "The price of a hold was no longer guaranteed, and what has no "
                            "current_price is not sold any more; nothing was charged. Drop it or "
                            "swap it for something else, then pay the new total.",
            .prices = std::move(prices)};
}

}  // namespace

Outcome refused(Outcome outcome, Refusal why) {
    outcome.code = why.code;
    outcome.detail = std::move(why.detail);
    outcome.expected = why.expected;
    outcome.prices = std::move(why.prices);
    return outcome;
}

WhyNot why_not_ask(const Session& session, std::size_t holds, std::span<const HoldId> replaces,
                   Instant now) {
    if (auto why = why_not_change(session, now)) return why;
    for (const auto& old : replaces) {
        if (auto why = why_not_replace(session, old)) return why;
    }
    if (session.holds.size() + holds <= kHoldsMax) return std::nullopt;
    return Refusal{Code::invalid_state, "A session has at most " + std::to_string(kHoldsMax) +
                                            " holds, those given up included."};
}

WhyNot why_not_drop(const Session& session, const HoldId& id, Instant now) {
    if (!find_hold(session, id)) return no_such_hold();
    return why_not_change(session, now);
}

WhyNot why_not_pay(const Session& session, const Money& amount, Instant now) {
    if (auto why = why_not_change(session, now)) return why;
    if (!may_try_to_pay(session)) {
        return Refusal{Code::invalid_state,
                       "This session has tried to pay " + std::to_string(session.payments_max) +
                           " times, which is the most. Cancel it and open another one."};
    }
    if (auto why = why_not_payable(session)) return why;
    if (amount == total(session)) return std::nullopt;
    return Refusal{Code::amount_mismatch, "The amount is not the total of what is held.",
                   total(session)};
}

WhyNot why_not_pay_at(const Session& session, std::span<const CurrentPrice> current, Instant now) {
    std::vector<UnguaranteedPrice> unknown;
    std::vector<UnguaranteedPrice> changed;
    for (const auto& hold : session.holds) {
        if (!needs_current_price(hold, now)) continue;
        const auto asked = std::ranges::find(current, hold.id, &CurrentPrice::hold);
        if (asked == current.end()) {
            unknown.push_back({hold.id, hold.price});
        } else if (asked->price != hold.price) {
            changed.push_back({hold.id, hold.price, asked->price});
        }
    }
    if (!unknown.empty()) return price_unknown(std::move(unknown));
    if (!changed.empty()) return price_changed(std::move(changed));
    return std::nullopt;
}

WhyNot why_not_stop_payment(const Session& session) {
    if (session.saga && session.saga->pending == Command::charge) return std::nullopt;
    return Refusal{Code::invalid_state,
                   "No Pix is being waited for, so there is nothing to stop. This call changed "
                   "nothing and charged nothing."};
}

WhyNot why_not_cancel(const Session& session, Instant now) {
    return why_not_change(session, now);
}

WhyNot why_not_cancel_trip(const Session& session, Instant now) {
    if (session.state != SessionState::confirmed) return why_not_cancel(session, now);
    if (now < begins_at(session)) return std::nullopt;
    return Refusal{Code::invalid_state,
                   "This trip has begun: a flight has departed, an event has started, or the "
                   "check-in day of a room is over. It cannot be cancelled as a whole any more; "
                   "what of it has not begun can, by its hold. Nothing was changed or refunded."};
}

std::vector<std::string> available_actions(const Session& session, Instant now) {
    const auto any_hold = [&](auto accepted) {
        return std::ranges::any_of(session.holds, accepted);
    };
    std::vector<std::string> actions;
    if (!why_not_ask(session, 1, {}, now)) actions.push_back("hold");
    if (any_hold([&](const Hold& hold) {
            return !why_not_ask(session, 1, std::span(&hold.id, 1), now);
        })) {
        actions.push_back("swap");
    }
    // A hold that was given up before can be dropped again, which changes nothing.
    if (any_hold([&](const Hold& hold) {
            return may_be_released(hold) && !why_not_drop(session, hold.id, now);
        })) {
        actions.push_back("drop");
    }
    if (!why_not_pay(session, total(session), now)) actions.push_back("pay");
    if (!why_not_stop_payment(session)) actions.push_back("stop_payment");
    if (!why_not_cancel_trip(session, now)) actions.push_back("cancel");
    return actions;
}

}  // namespace viaja::session
