// Which messages follow from a trip's rows, and when: DESIGN rule 1. Whatever is pending is sent
// when it becomes pending and again until it is answered; the row keeps when, so that a crash after
// the commit loses nothing but time.

#include <algorithm>
#include <utility>

#include "common/contract/topology.hpp"
#include "session-service/core/saga.hpp"
#include "session-service/core/trip.hpp"

namespace viaja::session {
namespace {

/// Up to an eighth of `pause` off, by the session's id: so that many sessions that began to wait
/// together do not all come back together.
Duration jittered(Duration pause, const SessionId& id, int tries) {
    const auto& bytes = id.value.bytes();
    const int noise = bytes[15] ^ (bytes[14] * (tries + 1));
    return pause - pause * (noise & 0x1f) / 256;
}

/// True if it is time to ask; the next time is then set.
bool take_turn(Asking& asking, Instant now, Duration longest, const Trip& trip,
               const Limits& limits) {
    if (!asking.next_attempt_at || now < *asking.next_attempt_at) return false;
    ++asking.tries;
    const auto pause = full_pause(asking.tries, longest, limits);
    asking.next_attempt_at = now + jittered(pause, trip.id, asking.tries);
    return true;
}

SupplierCommand command_for(const Trip& trip, const Hold& hold, Command command, int attempt) {
    SupplierCommand message;
    message.command = command;
    message.session = trip.id;
    message.hold = hold.id;
    message.attempt = attempt;
    message.deadline = trip.timeout.expires_at.value_or(trip.created_at);
    message.reply_to = topology::kSession;
    if (command == Command::hold) {
        message.request = hold.request;
        message.replaces = hold.replaces;
    }
    return message;
}

/// The flag is shown, so that a change of it is one of the trip's versions.
void see_who_needs_attention(Trip& trip, const Limits& limits) {
    const auto stuck = [&](const Asking& asking) {
        return asking.next_attempt_at && asking.tries >= limits.tries_max;
    };
    const bool needed =
        (trip.saga && (stuck(trip.saga->asking) || !knows_table(trip, limits))) ||
        std::ranges::any_of(
            trip.holds,
            [&](const Hold& hold) { return hold.written_off.empty() && stuck(hold.asking); }) ||
        std::ranges::any_of(trip.notices,
                            [&](const Notice& notice) { return stuck(notice.asking); });
    if (std::exchange(trip.needs_attention, needed) != needed) ++trip.version;
}

/// As take_turn, for a request whose tries are shown: asking again makes a version of the session;
/// the first time is one with what made it pending.
bool take_shown_turn(Asking& asking, Instant now, Duration longest, Trip& trip,
                     const Limits& limits) {
    const bool asked_before = asking.tries > 0;
    if (!take_turn(asking, now, longest, trip, limits)) return false;
    if (asked_before) ++trip.version;
    return true;
}

/// True if it is time for a request of the saga, its own or the undo at a hold. A saga whose table
/// this program does not know is left to the replicas that do.
bool saga_takes_turn(Trip& trip, Asking& asking, Instant now, const Limits& limits) {
    if (!knows_table(trip, limits)) {
        asking.last_error = "step_table_unknown";
        if (asking.next_attempt_at && now >= *asking.next_attempt_at) {
            asking.next_attempt_at = now + limits.resend_slow;
            ++trip.version;
        }
        return false;
    }
    return take_shown_turn(asking, now, longest_pause_of_saga(trip, limits), trip, limits);
}

/// The same for what is asked of a hold's supplier.
bool hold_takes_turn(Trip& trip, Hold& hold, Command pending, Instant now, const Limits& limits) {
    if (pending == Command::unconfirm) return saga_takes_turn(trip, hold.asking, now, limits);
    if (trip.state == SessionState::cancelling) {
        return take_shown_turn(hold.asking, now, limits.resend_max, trip, limits);
    }
    return take_turn(hold.asking, now, limits.resend_max, trip, limits);
}

}  // namespace

std::vector<SupplierCommand> derive_supplier_commands(Trip& trip, Instant now,
                                                      const Limits& limits) {
    std::vector<SupplierCommand> messages;
    for (auto& hold : trip.holds) {
        const auto pending = pending_request(hold);
        if (!pending || !hold_takes_turn(trip, hold, *pending, now, limits)) continue;
        const int attempt = pending == Command::unconfirm ? trip.attempt : 0;
        messages.push_back(command_for(trip, hold, *pending, attempt));
    }
    if (trip.saga && trip.saga->hold) {
        auto& saga = *trip.saga;
        const auto* hold = find_hold(std::as_const(trip), *saga.hold);
        if (hold && saga_takes_turn(trip, saga.asking, now, limits)) {
            messages.push_back(command_for(trip, *hold, saga.pending, trip.attempt));
        }
    }
    see_who_needs_attention(trip, limits);
    return messages;
}

std::vector<PaymentCommand> derive_payment_commands(Trip& trip, Instant now, const Limits& limits) {
    std::vector<PaymentCommand> messages;
    if (trip.saga && !trip.saga->hold) {
        auto& saga = *trip.saga;
        if (saga_takes_turn(trip, saga.asking, now, limits)) {
            const auto& payment = trip.payments.back();
            PaymentCommand message;
            message.command = saga.pending;
            message.session = trip.id;
            message.attempt = trip.attempt;
            message.deadline = trip.timeout.expires_at.value_or(trip.created_at);
            message.amount = payment.amount;
            message.method = payment.method;
            if (saga.pending == Command::authorize) message.token = payment.token;
            message.reply_to = topology::kSession;
            messages.push_back(std::move(message));
        }
    }
    see_who_needs_attention(trip, limits);
    return messages;
}

std::vector<AddressedNotice> derive_timeout_notices(Trip& trip, Instant now, const Limits& limits) {
    std::vector<AddressedNotice> messages;
    for (auto& notice : trip.notices) {
        if (notice.state != NoticeState::sending) continue;
        if (!take_turn(notice.asking, now, limits.resend_max, trip, limits)) continue;
        messages.push_back(
            {notice.notify, TimeoutNotice{.session = trip.id,
                                          .schedule = notice.id,
                                          .reply_to = std::string(topology::kSession)}});
    }
    see_who_needs_attention(trip, limits);
    return messages;
}

}  // namespace viaja::session
