#pragma once
// The states of a session and of its parts, and how requests and answers end, with the words of the
// API and of the rows. The edges between states stand in session.hpp. Pure; any thread.

#include <string_view>

#include "common/text/enum_words.hpp"

namespace viaja::session {

enum class SessionState { open, paying, confirmed, expired, cancelling, cancelled };
constexpr std::string_view name_of(SessionState value) {
    switch (value) {
        case SessionState::open:
            return "open";
        case SessionState::paying:
            return "paying";
        case SessionState::confirmed:
            return "confirmed";
        case SessionState::expired:
            return "expired";
        case SessionState::cancelling:
            return "cancelling";
        case SessionState::cancelled:
            return "cancelled";
    }
    return {};
}

enum class TimeoutState { idle, running, paused, fired, cancelled };
constexpr std::string_view name_of(TimeoutState value) {
    switch (value) {
        case TimeoutState::idle:
            return "idle";
        case TimeoutState::running:
            return "running";
        case TimeoutState::paused:
            return "paused";
        case TimeoutState::fired:
            return "fired";
        case TimeoutState::cancelled:
            return "cancelled";
    }
    return {};
}

enum class HoldState { asked, held, confirmed, refused, releasing, released, lost };
constexpr std::string_view name_of(HoldState value) {
    switch (value) {
        case HoldState::asked:
            return "asked";
        case HoldState::held:
            return "held";
        case HoldState::confirmed:
            return "confirmed";
        case HoldState::refused:
            return "refused";
        case HoldState::releasing:
            return "releasing";
        case HoldState::released:
            return "released";
        case HoldState::lost:
            return "lost";
    }
    return {};
}

enum class PaymentState {
    authorizing,
    authorized,
    declined,
    capturing,
    captured,
    capture_refused,
    voiding,
    voided,
    refunding,
    refunded,
    charging,  ///< of a Pix: the gateway is asked for its code
    waiting,   ///< the code is there, the bank has not paid yet
    paid,
};
constexpr std::string_view name_of(PaymentState value) {
    switch (value) {
        case PaymentState::authorizing:
            return "authorizing";
        case PaymentState::authorized:
            return "authorized";
        case PaymentState::declined:
            return "declined";
        case PaymentState::capturing:
            return "capturing";
        case PaymentState::captured:
            return "captured";
        case PaymentState::capture_refused:
            return "capture_refused";
        case PaymentState::voiding:
            return "voiding";
        case PaymentState::voided:
            return "voided";
        case PaymentState::refunding:
            return "refunding";
        case PaymentState::refunded:
            return "refunded";
        case PaymentState::charging:
            return "charging";
        case PaymentState::waiting:
            return "waiting";
        case PaymentState::paid:
            return "paid";
    }
    return {};
}

enum class SubscriptionState { scheduled, sending, acknowledged, ended };
constexpr std::string_view name_of(SubscriptionState value) {
    switch (value) {
        case SubscriptionState::scheduled:
            return "scheduled";
        case SubscriptionState::sending:
            return "sending";
        case SubscriptionState::acknowledged:
            return "acknowledged";
        case SubscriptionState::ended:
            return "ended";
    }
    return {};
}

/// Why a request was not accepted, or how an accepted one ended. The words are those of the API.
enum class Code {
    accepted,
    not_found,
    not_available,
    supplier_refused,
    supplier_unavailable,
    unavailable,
    invalid_state,
    session_expired,
    payment_in_progress,
    payment_declined,
    hold_pending,
    hold_lost,
    no_holds,
    amount_mismatch,
    idempotency_key_reused,
    version_mismatch,
    too_many_requests,
    capture_pending,
    impossible_connection,
    quote_expired,
    payment_unpaid,
    price_changed,
    price_unknown,  ///< suppliers are asked, and the request is decided again
};
constexpr std::string_view name_of(Code value) {
    switch (value) {
        case Code::accepted:
            return "accepted";
        case Code::not_found:
            return "not_found";
        case Code::not_available:
            return "not_available";
        case Code::supplier_refused:
            return "supplier_refused";
        case Code::supplier_unavailable:
            return "supplier_unavailable";
        case Code::unavailable:
            return "unavailable";
        case Code::invalid_state:
            return "invalid_state";
        case Code::session_expired:
            return "session_expired";
        case Code::payment_in_progress:
            return "payment_in_progress";
        case Code::payment_declined:
            return "payment_declined";
        case Code::hold_pending:
            return "hold_pending";
        case Code::hold_lost:
            return "hold_lost";
        case Code::no_holds:
            return "no_holds";
        case Code::amount_mismatch:
            return "amount_mismatch";
        case Code::idempotency_key_reused:
            return "idempotency_key_reused";
        case Code::version_mismatch:
            return "version_mismatch";
        case Code::too_many_requests:
            return "too_many_requests";
        case Code::capture_pending:
            return "capture_pending";
        case Code::impossible_connection:
            return "impossible_connection";
        case Code::quote_expired:
            return "quote_expired";
        case Code::payment_unpaid:
            return "payment_unpaid";
        case Code::price_changed:
            return "price_changed";
        case Code::price_unknown:
            return "price_unknown";
    }
    return {};
}

/// Why an answer changed nothing.
enum class Ignored {
    no,  ///< it was taken, or the input was no answer
    unknown_session,
    unknown_hold,   ///< the session has no such hold
    older_attempt,  ///< the attempt that asked is over (C1)
    not_pending,    ///< asked for in this attempt, but not waited for any more (C2)
    given_up,       ///< the hold was given up meanwhile (C14)
};
constexpr std::string_view name_of(Ignored value) {
    switch (value) {
        case Ignored::no:
            return "no";
        case Ignored::unknown_session:
            return "unknown_session";
        case Ignored::unknown_hold:
            return "unknown_hold";
        case Ignored::older_attempt:
            return "older_attempt";
        case Ignored::not_pending:
            return "not_pending";
        case Ignored::given_up:
            return "given_up";
    }
    return {};
}

/// The states of a session in the API of the first version, whose words are Portuguese.
enum class LegacyState { running, paused, timed_out, cancelled, confirmed };
constexpr std::string_view name_of(LegacyState value) {
    switch (value) {
        case LegacyState::running:
            return "CORRENDO";
        case LegacyState::paused:
            return "PAUSADA";
        case LegacyState::timed_out:
            return "TEMPO_ESGOTADO";
        case LegacyState::cancelled:
            return "CANCELADA";
        case LegacyState::confirmed:
            return "CONFIRMADA";
    }
    return {};
}

enum class LegacyAnswer { ok, failed, invalid };
constexpr std::string_view name_of(LegacyAnswer value) {
    switch (value) {
        case LegacyAnswer::ok:
            return "ok";
        case LegacyAnswer::failed:
            return "falhou";
        case LegacyAnswer::invalid:
            return "erro";
    }
    return {};
}

}  // namespace viaja::session
