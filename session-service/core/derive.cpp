#include "session-service/core/derive.hpp"

#include <algorithm>
#include <utility>

#include "common/contract/session_shard.hpp"
#include "session-service/core/cancellation.hpp"
#include "session-service/core/due.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/core/session.hpp"
#include "session-service/core/step_tables.hpp"

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
bool take_turn(RetryState& retry, Instant now, Duration longest, const Session& session,
               const Limits& limits) {
    if (!retry.next_attempt_at || now < *retry.next_attempt_at) return false;
    ++retry.tries;
    const auto pause = full_pause(retry.tries, longest, limits);
    retry.next_attempt_at = now + jittered(pause, session.id, retry.tries);
    return true;
}

SupplierCommand command_for(const Session& session, const Hold& hold, Command command,
                            int attempt) {
    SupplierCommand message;
    message.command = command;
    message.session_id = session.id;
    message.hold = hold.id;
    message.attempt = attempt;
    message.deadline = session.timeout.expires_at.value_or(session.created_at);
    message.reply_to = session_address(session.id);
    if (command == Command::hold) {
        message.request = hold.request;
        message.replaces = hold.replaces;
    }
    return message;
}

/// The flag is shown, so that a change of it makes a version of the session.
void set_needs_attention(Session& session, const Rules& rules) {
    const auto stuck = [&](const RetryState& retry) {
        return retry.next_attempt_at && retry.tries >= rules.limits.tries_max;
    };
    const bool needed =
        (session.saga && (stuck(session.saga->retry) || !knows_table(session, rules.tables))) ||
        std::ranges::any_of(
            session.holds,
            [&](const Hold& hold) { return hold.written_off.empty() && stuck(hold.retry); }) ||
        std::ranges::any_of(session.subscriptions, [&](const TimeoutSubscription& subscription) {
            return stuck(subscription.retry);
        });
    if (std::exchange(session.needs_attention, needed) != needed) ++session.version;
}

/// As take_turn, for a request whose tries are shown: asking again makes a version of the session;
/// the first time is one with what made it pending.
bool take_shown_turn(RetryState& retry, Instant now, Duration longest, Session& session,
                     const Limits& limits) {
    const bool asked_before = retry.tries > 0;
    if (!take_turn(retry, now, longest, session, limits)) return false;
    if (asked_before) ++session.version;
    return true;
}

/// True if it is time for a request of the saga, its own or one that is pending at a hold. A saga
/// whose table this program does not know is left to the replicas that do.
bool saga_takes_turn(Session& session, RetryState& retry, Instant now, const Rules& rules) {
    const auto& limits = rules.limits;
    if (!knows_table(session, rules.tables)) {
        retry.last_error = "step_table_unknown";
        if (retry.next_attempt_at && now >= *retry.next_attempt_at) {
            retry.next_attempt_at = now + limits.resend_slow;
            ++session.version;
        }
        return false;
    }
    const auto longest = longest_pause_of_saga(session, limits);
    if (waits_for_bank(session)) return take_turn(retry, now, longest, session, limits);
    return take_shown_turn(retry, now, longest, session, limits);
}

/// The same for what is asked of a hold's supplier.
bool hold_takes_turn(Session& session, Hold& hold, Command pending, Instant now,
                     const Rules& rules) {
    const auto& limits = rules.limits;
    if (is_of_saga(pending)) return saga_takes_turn(session, hold.retry, now, rules);
    if (session.state == SessionState::cancelling) {
        return take_shown_turn(hold.retry, now, limits.resend_max, session, limits);
    }
    return take_turn(hold.retry, now, limits.resend_max, session, limits);
}

}  // namespace

bool differ_only_by_asks_of_bank(const Session& before, const Session& after) {
    if (!waits_for_bank(before) || !waits_for_bank(after)) return before == after;
    auto same = after;
    same.saga->retry = before.saga->retry;
    return before == same;
}

std::vector<SupplierCommand> derive_supplier_commands(Session& session, Instant now,
                                                      const Rules& rules) {
    std::vector<SupplierCommand> messages;
    for (auto& hold : session.holds) {
        const auto pending = pending_request(session, hold);
        if (!pending || !hold_takes_turn(session, hold, *pending, now, rules)) continue;
        const int attempt = is_of_saga(*pending) ? session.attempt : 0;
        messages.push_back(command_for(session, hold, *pending, attempt));
    }
    if (session.saga && session.saga->hold) {
        auto& saga = *session.saga;
        const auto* hold = find_hold(std::as_const(session), *saga.hold);
        if (hold && saga_takes_turn(session, saga.retry, now, rules)) {
            messages.push_back(command_for(session, *hold, saga.pending, session.attempt));
        }
    }
    set_needs_attention(session, rules);
    return messages;
}

std::vector<PaymentCommand> derive_payment_commands(Session& session, Instant now,
                                                    const Rules& rules) {
    std::vector<PaymentCommand> messages;
    if (session.saga && !session.saga->hold) {
        auto& saga = *session.saga;
        if (saga_takes_turn(session, saga.retry, now, rules)) {
            const auto& payment = session.payments.back();
            PaymentCommand message;
            message.command = saga.pending;
            message.session_id = session.id;
            message.attempt = session.attempt;
            message.deadline = session.timeout.expires_at.value_or(session.created_at);
            message.amount = payment.amount;
            message.method = payment.method;
            if (saga.pending == Command::authorize) message.token = payment.token;
            if (saga.pending == Command::charge) message.pay_until = payment.pay_until;
            if (saga.pending == Command::refund) {
                const auto sum = refunded(session);
                if (sum.amount < payment.amount.amount) message.refund = sum;
            }
            message.reply_to = session_address(session.id);
            messages.push_back(std::move(message));
        }
    }
    set_needs_attention(session, rules);
    return messages;
}

std::vector<AddressedTimeoutNotice> derive_timeout_notices(Session& session, Instant now,
                                                           const Rules& rules) {
    const auto& limits = rules.limits;
    std::vector<AddressedTimeoutNotice> messages;
    for (auto& subscription : session.subscriptions) {
        if (subscription.state != SubscriptionState::sending) continue;
        if (!take_turn(subscription.retry, now, limits.resend_max, session, limits)) continue;
        messages.push_back(
            {subscription.notify, TimeoutNotice{.session_id = session.id,
                                                .schedule = subscription.id,
                                                .reply_to = session_address(session.id)}});
    }
    set_needs_attention(session, rules);
    return messages;
}

}  // namespace viaja::session
