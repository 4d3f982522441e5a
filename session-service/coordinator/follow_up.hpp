#pragma once
// What of an answer is not decided: which hold it is about, and which command follows from it
// whatever the session decides. Pure.

#include <optional>

#include "common/contract/messages.hpp"
#include "common/contract/session_shard.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

inline std::optional<HoldId> hold_of(const SupplierReply& reply) {
    return reply.hold;
}
inline std::optional<HoldId> hold_of(const PaymentReply&) {
    return std::nullopt;
}

/// The attempt is over for this session, and sold nothing.
inline bool ended_without_sale(const Session& session, int attempt) {
    if (session.paid_at && attempt == session.attempt) return false;
    const auto* payment = find_payment(session, attempt);
    return payment == nullptr || payment->state == PaymentState::voided ||
           payment->state == PaymentState::refunded || payment->state == PaymentState::declined;
}

/// `session` is null for one that is not known, which may be a sold one that was removed.
inline std::optional<PaymentCommand> follow_up(const SupplierReply&, const Session*, Instant) {
    return std::nullopt;
}
/// `returned` is said again until it is known to be read, also where no such session is left. A
/// charge that is paid, or may still be, for an attempt that is over is undone: rows of payment or
/// of the session were restored from a back-up.
inline std::optional<PaymentCommand> follow_up(const PaymentReply& reply, const Session* session,
                                               Instant now) {
    const bool returned = reply.answer == Answer::returned;
    const bool of_charge = reply.answer == Answer::paid || reply.answer == Answer::waiting;
    if (!returned && !(of_charge && session && ended_without_sale(*session, reply.attempt)))
        return std::nullopt;
    PaymentCommand command;
    command.command = returned ? Command::acknowledge : Command::void_;
    command.session_id = reply.session_id;
    command.attempt = reply.attempt;
    command.deadline = now;
    command.amount = reply.refunded.value_or(Money{});
    command.method = kPix;
    if (returned) command.refund = reply.refunded;
    command.reply_to = session_address(reply.session_id);
    return command;
}

}  // namespace viaja::session
