#include "payment-service/core/charge_pace.hpp"

#include <algorithm>

#include "payment-service/core/payment.hpp"

namespace viaja::payment {
namespace {

constexpr Duration kFirstLook = std::chrono::seconds(10);

bool waits_for_bank(const Charge& charge, Instant now) {
    return charge.state == ChargeState::waiting && !is_surely_past(charge.pay_until, now);
}

Duration doubled(Duration pause, int tries) {
    for (int i = 1; i < tries && pause < kLookPauseMax; ++i)
        pause *= 2;
    return std::min(pause, kLookPauseMax);
}

/// The last look in time: what was paid until the end of the code is found by then.
Instant next_in_a_hurry(const Charge& charge, Instant now) {
    const auto next = now + retry_delay(charge.id, charge.tries);
    const auto behind_end = charge.pay_until + kFirstRetry;
    const bool waits = charge.state == ChargeState::waiting;
    return waits && now < behind_end ? std::min(next, behind_end) : next;
}

std::optional<Instant> next_at_leisure(const Charge& charge, Instant now) {
    if (charge.state == ChargeState::waiting) {
        return now + std::clamp<Duration>(now - charge.pay_until, kRetryMax, kLookPauseMax);
    }
    if (open_notice(charge)) return now + doubled(kFirstRetry, charge.tries);
    if (!may_be_paid_late(charge.state)) return std::nullopt;
    const auto next = now + doubled(kFirstLook, charge.tries);
    return next <= charge.pay_until + kLateReceiptMax ? std::optional(next) : std::nullopt;
}

}  // namespace

bool gives_back(const Charge& charge) {
    return std::ranges::any_of(charge.receipts, &Receipt::is_open);
}

bool calls_gateway(const Charge& charge) {
    return charge.state == ChargeState::creating || charge.state == ChargeState::withdrawing ||
           gives_back(charge);
}

bool may_be_paid_late(ChargeState state) {
    return state != ChargeState::none && state != ChargeState::declined;
}

void set_next(Charge& charge, Instant now) {
    charge.hurries = calls_gateway(charge) || waits_for_bank(charge, now);
    charge.next_attempt_at =
        charge.hurries ? next_in_a_hurry(charge, now) : next_at_leisure(charge, now);
}

ChargeDecision ask_again(const Charge& charge, Instant now) {
    const auto& at = charge.next_attempt_at;
    // What lies further ahead than any pause was written before the clock was set back.
    const auto longest = charge.hurries ? kRetryMax : kLookPauseMax;
    if (!at || (now < *at && *at - now <= longest)) return {.next = charge};
    ChargeDecision again{.next = charge, .ask = true};
    ++again.next.tries;
    set_next(again.next, now);
    return again;
}

}  // namespace viaja::payment
