// The words of a session's states, as docs/openapi.yaml has them.

#include <algorithm>
#include <array>

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

}  // namespace viaja::session
