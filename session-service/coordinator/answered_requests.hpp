#pragma once
// What of an answer is not decided: which hold it is about, and what is said back. Pure.

#include <optional>

#include "common/contract/messages.hpp"
#include "common/contract/topology.hpp"
#include "session-service/core/session.hpp"

namespace viaja::session {

inline std::optional<HoldId> hold_of(const SupplierReply& reply) {
    return reply.hold;
}
inline std::optional<HoldId> hold_of(const PaymentReply&) {
    return std::nullopt;
}

inline std::optional<PaymentCommand> acknowledgement_of(const SupplierReply&, Instant) {
    return std::nullopt;
}
/// `returned` is said again until it is known to be read, also where no such session is left.
inline std::optional<PaymentCommand> acknowledgement_of(const PaymentReply& reply, Instant now) {
    if (reply.answer != Answer::returned) return std::nullopt;
    PaymentCommand read;
    read.command = Command::acknowledge;
    read.session_id = reply.session_id;
    read.attempt = reply.attempt;
    read.deadline = now;
    read.amount = reply.refunded.value_or(Money{});
    read.method = kPix;
    read.refund = reply.refunded;
    read.reply_to = topology::kSession;
    return read;
}

}  // namespace viaja::session
