// What a trip says of itself, and the words of its states.

#include <algorithm>
#include <array>
#include <utility>

#include "common/contract/check.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {
namespace {

/// The word of an enum value, from a list in the enum's order.
template <std::size_t N, class Enum>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
    const auto index = static_cast<std::size_t>(value);
    check(index < N, "an enum has a value without a word");
    return words[index];
}

constexpr std::array<std::string_view, 5> kLegacyStates = {"CORRENDO", "PAUSADA", "TEMPO_ESGOTADO",
                                                           "CANCELADA", "CONFIRMADA"};

}  // namespace

std::string_view name_of(SessionState state) {
    static constexpr std::array<std::string_view, 6> kWords = {
        "open", "paying", "confirmed", "expired", "cancelling", "cancelled"};
    return word(kWords, state);
}

std::string_view name_of(TimeoutState state) {
    static constexpr std::array<std::string_view, 5> kWords = {"idle", "running", "paused", "fired",
                                                               "cancelled"};
    return word(kWords, state);
}

std::string_view name_of(HoldState state) {
    static constexpr std::array<std::string_view, 7> kWords = {
        "asked", "held", "confirmed", "refused", "releasing", "released", "lost"};
    return word(kWords, state);
}

std::string_view name_of(PaymentState state) {
    static constexpr std::array<std::string_view, 10> kWords = {
        "authorizing",     "authorized", "declined", "capturing", "captured",
        "capture_refused", "voiding",    "voided",   "refunding", "refunded"};
    return word(kWords, state);
}

std::string_view name_of(SubscriptionState state) {
    static constexpr std::array<std::string_view, 4> kWords = {"scheduled", "sending",
                                                               "acknowledged", "ended"};
    return word(kWords, state);
}

std::string_view name_of(Code code) {
    static constexpr std::array<std::string_view, 18> kWords = {"accepted",
                                                                "not_found",
                                                                "not_available",
                                                                "supplier_refused",
                                                                "supplier_unavailable",
                                                                "unavailable",
                                                                "invalid_state",
                                                                "session_expired",
                                                                "payment_in_progress",
                                                                "payment_declined",
                                                                "hold_pending",
                                                                "hold_lost",
                                                                "no_holds",
                                                                "amount_mismatch",
                                                                "idempotency_key_reused",
                                                                "version_mismatch",
                                                                "too_many_requests",
                                                                "capture_pending"};
    return word(kWords, code);
}

std::string_view name_of(Ignored why) {
    static constexpr std::array<std::string_view, 6> kWords = {
        "no", "unknown_session", "unknown_hold", "older_attempt", "not_pending", "given_up"};
    return word(kWords, why);
}

std::string_view name_of(LegacyState state) {
    return word(kLegacyStates, state);
}

std::optional<LegacyState> legacy_state_named(std::string_view name) {
    const auto found = std::ranges::find(kLegacyStates, name);
    if (found == kLegacyStates.end()) return std::nullopt;
    return static_cast<LegacyState>(found - kLegacyStates.begin());
}

Money total(const Session& session) {
    Money sum;
    for (const auto& hold : session.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::confirmed;
        if (counts) sum.amount += hold.price.amount;
    }
    return sum;
}

LegacyState legacy_state(const Session& session) {
    switch (session.timeout.state) {
        case TimeoutState::idle:
        case TimeoutState::running:
            return LegacyState::correndo;
        case TimeoutState::paused:
            return LegacyState::pausada;
        case TimeoutState::fired:
            return LegacyState::tempo_esgotado;
        case TimeoutState::cancelled:
            break;
    }
    return session.state == SessionState::confirmed ? LegacyState::confirmada
                                                    : LegacyState::cancelada;
}

Instant begins_at(const Session& session) {
    auto first = Instant::max();
    for (const auto& hold : session.holds) {
        const bool counts = hold.state == HoldState::held || hold.state == HoldState::lost ||
                            hold.state == HoldState::confirmed;
        if (!counts) continue;
        first = std::min(
            first, hold.item ? viaja::begins_at(*hold.item) : viaja::begins_at(hold.request.item));
    }
    return first;
}

std::vector<std::string> available_actions(const Session& session, Instant now) {
    if (session.state == SessionState::confirmed && now < begins_at(session)) return {"cancel"};
    if (session.state != SessionState::open || session.timeout.state == TimeoutState::paused)
        return {};
    const auto count = [&](HoldState state) {
        return std::ranges::count(session.holds, state, &Hold::state);
    };
    const bool held = count(HoldState::held) > 0;
    const bool asked = count(HoldState::asked) > 0;
    const bool lost = count(HoldState::lost) > 0;
    const bool another = session.holds.size() < kHoldsMax;
    const bool one_to_swap = std::ranges::any_of(session.holds, [&](const Hold& hold) {
        const bool is_there = hold.state == HoldState::held || hold.state == HoldState::lost;
        return is_there && !is_being_swapped(session, hold.id);
    });
    std::vector<std::string> actions;
    if (another) actions.push_back("hold");
    if (another && one_to_swap) actions.push_back("swap");
    if (held || lost || asked) actions.push_back("drop");
    const bool payable = total(session).amount <= kAmountMax && may_try_to_pay(session);
    if (held && !lost && !asked && payable) actions.push_back("pay");
    actions.push_back("cancel");
    return actions;
}

const Hold* find_hold(const Session& session, const HoldId& id) {
    const auto found = std::ranges::find(session.holds, id, &Hold::id);
    return found == session.holds.end() ? nullptr : &*found;
}

const Payment* find_payment(const Session& session, int attempt) {
    const auto found = std::ranges::find(session.payments, attempt, &Payment::attempt);
    return found == session.payments.end() ? nullptr : &*found;
}

bool may_try_to_pay(const Session& session) {
    return session.attempt < session.payments_max;
}

bool is_being_swapped(const Session& session, const HoldId& id) {
    return std::ranges::any_of(session.holds, [&](const Hold& hold) {
        return hold.state == HoldState::asked && hold.replaces == id;
    });
}

bool is_running(const Session& session, int attempt) {
    return session.state == SessionState::paying && session.attempt == attempt;
}

bool has_outcome(const Session& before, const Session& after) {
    const bool was_busy =
        before.state == SessionState::paying || before.state == SessionState::cancelling;
    if (was_busy && before.state != after.state) return true;
    return std::ranges::any_of(before.holds, [&](const Hold& hold) {
        const bool was_pending =
            hold.state == HoldState::asked || hold.state == HoldState::releasing;
        const auto* now = find_hold(after, hold.id);
        return was_pending && now && now->state != hold.state;
    });
}

}  // namespace viaja::session
